// A tier says how a stack stands in the cloud: from what is true of the account and what the person asked for, it
// builds a graph, as a pure function, out of built-in resources and of blocks that tiers share.
import type { CostItem } from './cost.js'
import type { Graph, Node } from './graph.js'
import type { Orchestrator } from './orchestrator.js'
import type { Schema, Site, TlsEnd, Zod } from './service.js'
import type { Blocks } from './blocks.js'
import type { Facts, StackPlan, BuiltInResources } from './built-in-resources.js'
import type { Market } from './market.js'

/** What has to be known of the account before a graph can be built; discovered once, stored as `Facts`. */
export interface Needs {
  /**
   * Network to adopt, by id, or `vpc: 'new'` for one that is made; without either the default VPC, where that will do.
   */
  readonly network?: {
    readonly vpc?: string | undefined
    readonly subnet?: string | undefined
    /** Zones that there have to be at least, e.g. 2 for a load balancer; 1 without. */
    readonly zones?: number | undefined
  }
  /** The person's own domain, with what of theirs it needs. */
  readonly domain?: DomainNeeds | undefined
  /** Key pair to adopt, by name. */
  readonly keyPair?: string | undefined
  /** Public SSM parameter that names the AMI, `{arch}` where the architecture stands; Amazon Linux without. */
  readonly image?: string | undefined
  readonly instance: InstanceNeeds
}

/** A domain name, and what of the person's has to be good for it. */
export interface DomainNeeds {
  readonly name: string
  /** A certificate that is issued. */
  readonly certificateArn?: string | undefined
  /** Where that has to be, e.g. `us-east-1` for a distribution; the stack's region without. */
  readonly certificateRegion?: string | undefined
  /** Id of a public hosted zone that the name is in, and in which nothing has the name. */
  readonly hostedZone?: string | undefined
}

/** Which instances come into question. */
export interface InstanceNeeds {
  /** Types to choose from, e.g. `t3.large`; without, the smallest that hold the services. */
  readonly types?: readonly string[] | undefined
  /** `x86_64` without; where types are named, theirs. */
  readonly arch?: Facts['arch'] | undefined
  /** Whether containers get the instance's GPU. */
  readonly gpu?: boolean | undefined
  readonly market: Market
}

/** What stands between the world and the services, as far as the options decide it. */
export interface Front {
  /** The person's own domain name. */
  readonly domain?: string | undefined
  readonly tlsEnd: TlsEnd
  /** Of the stack's own reverse proxy, where encryption ends there: one that browsers trust, or its own. */
  readonly certificate?: 'trusted' | 'internal' | undefined
  /** Proxies in front of the primary service, the stack's own reverse proxy among them. */
  readonly hops: number
  /** Ports that are open to the world. */
  readonly ports: readonly number[]
  /**
   * Whether the outermost proxy proves itself with the stack's origin secret: what comes without it, around that proxy,
   * is refused by the stack's own reverse proxy.
   */
  readonly originSecret?: boolean | undefined
}

/** What a tier builds from. */
export interface TierInput<O> {
  readonly facts: Facts
  readonly options: O
  readonly front: Front
  readonly stack: StackPlan
  readonly resources: BuiltInResources
  readonly blocks: Blocks
}

/** A DNS record that the person has to make. */
export interface DnsRecord {
  readonly name: string
  readonly type: 'A' | 'CNAME'
  /** An IPv4 address, or a name. */
  readonly value: string
}

/** What a stack's document tells of what was made. */
export interface Published {
  /** The public URL; null while it is not known. */
  readonly url: string | null
  /** Where the record of the person's own domain name must lead, where there is one and it is known. */
  readonly dns?: DnsRecord | undefined
  /** Fields of the tier's own, e.g. `load_balancer_arn`. */
  readonly fields?: Readonly<Record<string, string | null>>
}

/** What `publish` is given. */
export interface PublishInput<O> {
  /** Outputs of the nodes that are ready, by the ids that `build` gave them. */
  readonly outputs: Readonly<Record<string, unknown>>
  readonly options: O
  /** As `StackPlan.site`. */
  site(host: string): Site
}

/** One tier, as its plugin declares it. */
export interface Tier<O = unknown> {
  /** Kebab-case, unique among all plugins. */
  readonly id: string
  /** Other words for it on a command line, as unique as its id; what is stored and shown is the id. */
  readonly aliases?: readonly string[]
  readonly title: string
  /**
   * The options that it takes: an object whose keys become flags (`instanceType`: `--instance-type`), keys of a config
   * file and variables (`GEUSEMAKER_INSTANCE_TYPE`). `.describe()` is their help; `.meta({ switches: { word: value }
   * })` gives an option words of its own instead, each a switch that says one value.
   */
  readonly options: (z: Zod) => Schema<O>
  /** Pure. @returns what has to be discovered */
  readonly needs: (options: O) => Needs
  /** Pure. @returns what stands between the world and the services */
  readonly front: (options: O) => Front
  /** Names of `publish`'s fields that a running stack must have. */
  readonly requires?: readonly string[]
  /** Pure. @returns the node that ends a deploy */
  readonly build: (graph: Graph, input: TierInput<O>) => Node<unknown>
  /** Pure; also asked while little or nothing is there. @returns what the document tells */
  readonly publish: (input: PublishInput<O>) => Published
  /** Pure. @returns what AWS bills beside what its resources say themselves, e.g. a subscription */
  readonly costs?: (options: O) => readonly CostItem[]
  /** May wrap the phases of its orchestrator. */
  readonly orchestrate?: (base: Orchestrator) => Orchestrator
}

/**
 * Keeps the types of one declaration in step.
 * @param tier the declaration
 * @returns the same declaration
 */
export function defineTier<O>(tier: Tier<O>): Tier<O> {
  return tier
}
