// A service is one add-on of a stack: containers, secrets, volumes, ports, probes and scripts, declared as data. The
// host checks a declaration and composes the instance from all of them; a service never touches the cloud.
import type { z as zod } from 'zod'
import type { CostItem } from './cost.js'
import type { Hooks } from './hooks.js'

/** The host's zod, handed in, so that plugin and host never disagree about which one. */
export type Zod = typeof zod
/** A schema made with the host's zod. */
export type Schema<C> = zod.ZodType<C>

/** A value that is made once per stack and lives in the parameter store and on the instance's tmpfs only. */
export interface Secret<C = unknown> {
  /** Characters. */
  readonly length: number
  /** `alnum` holds a digit and a capital at least; no other characters, so that a value never needs escaping. */
  readonly alphabet: 'hex' | 'alnum'
  /**
   * Data is written with it, or logged in to with it: it goes with a backup, and with it into another stack.
   */
  readonly withData?: boolean
  /** Uid that reads the file. Without one the value stays in the store and never reaches the instance. */
  readonly owner?: number
  /** Shown by `gm credentials`, under this label. */
  readonly show?: { readonly label: string; readonly username?: string | ((config: C) => string) }
}

/** Something that other services can use, as `<service>.<offer>`. */
export interface Offer<S extends string = string> {
  /** Name of the port that it is reached at. */
  readonly port: string
  /** Secret that a consumer needs: the offering service's own. */
  readonly secret?: S
  /**
   * Script that makes a consumer's own account (role, database, password); run as a one-shot container between this
   * service's "healthy" and the consumer's start; idempotent. The password is made by the host, one a consumer.
   */
  readonly provision?: URL
}

/**
 * Where data lives. Shared: on EFS, nothing lost with the instance. Block and cache: on the instance's disk, and lost
 * with it; a block is copied by the hook `checkpoint`, a cache is what the service can fetch again, and in no backup.
 */
export type Volume = (
  { readonly kind: 'shared' } | { readonly kind: 'block'; readonly rpoSeconds: number } | { readonly kind: 'cache' }
) & {
  /** Uid that owns the directory. */
  readonly owner: number
  /** Octal mode; 0o750 by default. */
  readonly mode?: number
}

/** A question that tells whether a service works, asked on the instance. */
export type Probe = {
  readonly timeoutSeconds: number
  /** Whether the stack is unhealthy without it. */
  readonly critical: boolean
} & (
  | { readonly kind: 'http'; readonly port: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly port: string }
  | { readonly kind: 'exec'; readonly container?: string; readonly command: readonly string[] }
)

/** Docker's own health check of a container. */
export interface Healthcheck {
  readonly command: readonly string[]
  readonly intervalSeconds?: number
  readonly timeoutSeconds?: number
  readonly retries?: number
  readonly startPeriodSeconds?: number
}

/** One container. A closed list: ports, restarts, logging, networks, limits of privilege are the host's. */
export interface Container<S extends string = string, V extends string = string> {
  /** Pinned by tag or digest. */
  readonly image: string
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** `uid` or `uid:gid`. */
  readonly user?: string
  /** Memory limit in MiB. */
  readonly memoryMiB: number
  /** Names of own secrets, each a file at `/run/secrets/<name>`. */
  readonly secrets?: readonly S[]
  /** Own files, by the path at which the container sees them. */
  readonly files?: Readonly<Record<string, string>>
  /** Own volumes, by the path at which the container sees them. */
  readonly volumes?: { readonly [K in V]?: string }
  /** Paths of memory file systems; an option string (`uid=999,mode=0755`) may follow a colon. */
  readonly tmpfs?: readonly string[]
  readonly healthcheck?: Healthcheck
  /** Shared memory in MiB. */
  readonly shmMiB?: number
  readonly pids?: number
  readonly capDrop?: readonly string[]
  readonly readOnly?: boolean
  readonly stopSeconds?: number
  readonly gpu?: boolean
  /** Containers of the same service that must be healthy first. */
  readonly after?: readonly string[]
  /** Container of the same service whose image must carry the same tag, as the two run only in one version. */
  readonly sameTagAs?: string
}

/**
 * Where the encryption of the public URL ends: at the stack's own reverse proxy, at a proxy before it (a load balancer,
 * a distribution), or nowhere, as there is none.
 */
export type TlsEnd = 'edge' | 'proxy' | 'nowhere'

/** What the person will type into a browser, and what follows from it. */
export interface Site {
  /** `https://203.0.113.7`, without a slash at the end. */
  readonly url: string
  readonly host: string
  readonly https: boolean
  readonly tlsEnd: TlsEnd
  /** Proxies in front of the primary service, the stack's own reverse proxy among them. */
  readonly hops: number
}

/** The instance as far as containers care. */
export interface InstanceShape {
  readonly arch: 'x86_64' | 'arm64'
  /** Of the smallest candidate type. */
  readonly memoryMiB: number
  readonly gpu: boolean
}

/** What a consumer learns of an offer that it uses. */
export interface UsedOffer {
  readonly host: string
  readonly port: number
  /** With `provision`: names made for this consumer. */
  readonly database: string
  readonly user: string
  /** Name of the secret as the consumer's own; list it in a container's `secrets`. */
  readonly secret: string
  /** Path of the secret's file in a container that lists it. */
  readonly secretFile: string
}

/** `?` at the end of an offer's name: only if it is there. */
export type Uses<U> = { readonly [K in keyof U]: U[K] extends `${string}?` ? UsedOffer | undefined : UsedOffer }

/** Secrets that a service may name: its own, and one per offer that it uses. */
type Nameable<S extends string, U> = S | (keyof U & string)

/** What a service's functions are given. */
export interface ServiceContext<C = unknown, S extends string = string, U = Readonly<Record<string, string>>> {
  readonly config: C
  readonly uses: Uses<U>
  /**
   * A placeholder for the value, filled in on the instance: only in `files`. In `.json`, `.yaml` and `.yml` it has to
   * stand inside of double quotes, where the value is escaped; in other files it stands as it is.
   */
  secretValue(name: Nameable<S, U>): string
  /** Name under which another container of this service is reached. */
  host(container: string): string
  readonly site: Site
  readonly instance: InstanceShape
}

/** A script that runs on the instance once the service is healthy. */
export interface Job<C = unknown, S extends string = string, U = Readonly<Record<string, string>>> {
  readonly run: URL
  /** Not waited for: the edge opens before it ends. */
  readonly background?: boolean
  readonly env?: (cx: ServiceContext<C, S, U>) => Readonly<Record<string, string>>
}

/** A file that is filled in on the instance's tmpfs. */
export interface ServiceFile {
  readonly text: string
  /** Uid that reads it. */
  readonly owner: number
  /** Octal mode; 0o400 by default. */
  readonly mode?: number
}

/** One service, as its plugin declares it. */
export interface Service<
  C = unknown,
  S extends string = string,
  V extends string = string,
  U extends Readonly<Record<string, string>> = Readonly<Record<string, string>>,
> {
  /** Kebab-case, unique among all plugins. */
  readonly id: string
  readonly title: string
  /** What `--set <id>.<key>=<value>` can say. */
  readonly config: (z: Zod) => Schema<C>
  readonly secrets?: { readonly [K in S]: Secret<NoInfer<C>> }
  readonly offers?: Readonly<Record<string, Offer<NoInfer<S>>>>
  /** By an own name: `{ db: 'postgres.database', llm: 'ollama.api?' }`. Orders start-up. */
  readonly uses?: U
  /** On the instance's loopback, or (internal) only between containers. */
  readonly ports: Readonly<Record<string, number | { readonly port: number; readonly internal: true }>>
  /** What the public URL leads to, when this is the stack's primary service. */
  readonly ingress?: {
    readonly port: string
    readonly health: string
    readonly websockets?: true
    readonly idleSeconds?: number
  }
  readonly volumes?: { readonly [K in V]: Volume }
  /**
   * What its kept data is written for, e.g. `PostgreSQL 17`: settings that make it another's are refused over that
   * data.
   */
  readonly dataFormat?: (config: NoInfer<C>) => string
  /**
   * What its kept data is made into when it starts, e.g. `n8n 2.46.5`, where an older version may not read what a newer
   * one has made of it: an update says so before it is begun.
   */
  readonly dataVersion?: (config: NoInfer<C>) => string
  readonly probes: readonly Probe[]
  readonly gpu?: 'optional' | 'required'
  /** `main`, and sidecars; named `<id>` and `<id>-<sidecar>` on the instance. */
  readonly containers: (
    cx: ServiceContext<NoInfer<C>, NoInfer<S>, NoInfer<U>>,
  ) => Readonly<Record<string, Container<NoInfer<S> | (keyof NoInfer<U> & string), NoInfer<V>>>>
  readonly files?: (cx: ServiceContext<NoInfer<C>, NoInfer<S>, NoInfer<U>>) => Readonly<Record<string, ServiceFile>>
  readonly jobs?: Readonly<Record<string, Job<NoInfer<C>, NoInfer<S>, NoInfer<U>>>>
  readonly hooks?: Hooks
  /** What AWS bills for it beside what the stack stands on, e.g. a subscription. */
  readonly costs?: readonly CostItem[]
}

/**
 * Keeps the types of one declaration in step: an undeclared secret, volume or offer does not compile.
 * @param service the declaration
 * @returns the same declaration
 */
export function defineService<
  C,
  const S extends string = never,
  const V extends string = never,
  const U extends Readonly<Record<string, string>> = Readonly<Record<never, string>>,
>(service: Service<C, S, V, U>): Service<C, S, V, U> {
  return service
}
