// What a graph is made of: facts of the account, and the resources and blocks that the core provides.
import type { DistributionResources } from './distribution.js'
import type { DomainResources } from './domain.js'
import type { LoadBalancingResources } from './load-balancing.js'
import type { Market } from './market.js'
import type { MakesFrom } from './resource.js'
import type { Site } from './service.js'

/** What is true of the account: looked at once, stored with the stack, never looked at again but by an update. */
export interface Facts {
  readonly accountId: string
  readonly region: string
  readonly arch: 'x86_64' | 'arm64'
  /** Adopted network, or none: then one is made. */
  readonly network?: { readonly vpcId: string; readonly cidr: string; readonly subnets: readonly SubnetFacts[] }
  /** Zones to stand in, at most three, by name, e.g. `eu-west-1a`. */
  readonly zones: readonly string[]
  /** AMI: id, root device and the least size of its disk in GiB. */
  readonly image: { readonly id: string; readonly rootDevice: string; readonly minimumGiB: number }
  /** Candidate instance types, smallest first; all of one architecture, each with memory in MiB. */
  readonly instanceTypes: readonly {
    readonly type: string
    readonly memoryMiB: number
    readonly zones: readonly string[]
  }[]
  /** Adopted key pair. */
  readonly keyPair?: string
}

/** A subnet, adopted or made. */
export interface SubnetFacts {
  readonly subnetId: string
  readonly zone: string
}

/** A network, adopted or made: the same type. */
export interface Network {
  readonly vpcId: string
  readonly cidr: string
  readonly subnets: readonly SubnetFacts[]
}

/** One rule that lets traffic in. */
export interface SecurityGroupRule {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  /** An IPv4 CIDR block, the id of a security group, or the name of a list of blocks that AWS keeps. */
  readonly from: { readonly cidr: string } | { readonly groupId: string } | { readonly managedList: string }
  readonly description: string
}

/** One secret to be made once per stack. Declarations only: values exist inside the `secrets` resource alone. */
export interface SecretDeclaration {
  /** `<service>/<name>`: what follows the stack's parameter path. */
  readonly name: string
  readonly length: number
  readonly alphabet: 'hex' | 'alnum'
}

/** The resources that the core provides, from props to outputs. */
export interface BuiltInResources extends LoadBalancingResources, DistributionResources, DomainResources {
  readonly vpc: MakesFrom<{ cidr: string }, { vpcId: string }>
  readonly internetGateway: MakesFrom<{ vpcId: string }, { gatewayId: string }>
  readonly subnet: MakesFrom<{ vpcId: string; cidr: string; zone: string }, SubnetFacts>
  readonly securityGroup: MakesFrom<
    { vpcId: string; purpose: string; rules: readonly SecurityGroupRule[] },
    { groupId: string }
  >
  readonly fileSystem: MakesFrom<Record<string, never>, { fileSystemId: string; arn: string }>
  readonly mountTarget: MakesFrom<
    { fileSystemId: string; subnetId: string; groupId: string },
    { mountTargetId: string; ip: string }
  >
  readonly instanceProfile: MakesFrom<{ fileSystemArn: string; parameterPath: string }, { name: string }>
  readonly secrets: MakesFrom<
    { declared: readonly SecretDeclaration[] },
    { path: string; versions: Readonly<Record<string, number>> }
  >
  readonly bundle: MakesFrom<PackedBundle, { path: string }>
  readonly elasticIp: MakesFrom<Record<string, never>, { allocationId: string; ip: string }>
  readonly launchTemplate: MakesFrom<LaunchTemplateProps, { templateId: string; version: number; hash: string }>
  readonly instance: MakesFrom<InstanceProps, LaunchedInstance>
}

/** Everything that an instance is given, as the parameter store keeps it. Holds no secret. */
export interface PackedBundle {
  /** SHA-256 of what the parts make together, out of base64 and gzip; its first 16 digits end the path. */
  readonly sha256: string
  /** Base64, in their order, each a parameter: 4096 characters at most. */
  readonly parts: readonly string[]
}

/** What an instance is launched from. */
export interface LaunchTemplateProps {
  readonly imageId: string
  readonly rootDevice: string
  readonly diskGiB: number
  readonly groupId: string
  readonly keyPair?: string
  /** Gzip'd script, base64. Holds no secret. */
  readonly userData: string
}

/** Where and how an instance is bought. */
export interface InstanceProps extends Partial<
  Pick<LaunchTemplateProps, 'groupId' | 'imageId' | 'keyPair' | 'rootDevice'>
> {
  readonly templateId: string
  /** Of the template that the next instance is launched from: another one alone asks for no other instance. */
  readonly version: number
  /** SHA-256 of its bundle: another one is applied to the instance that stands. */
  readonly digest?: string
  readonly types: readonly string[]
  readonly subnets: readonly SubnetFacts[]
  readonly market: Market
  /** Address that leads to it; without one, it has a public address of its own while it runs. */
  readonly allocationId?: string
  /** Size of its disk in GiB, as its template says it: what is billed with it. */
  readonly diskGiB?: number
}

/** An instance that was bought. */
export interface LaunchedInstance {
  readonly instanceId: string
  readonly type: string
  readonly market: 'spot' | 'on-demand'
  readonly zone: string
  readonly privateIp: string
  /** USD an hour when it was bought, where it is known. */
  readonly pricePerHour?: number
  /** USD an hour that the same type cost on demand then, where it was bought on the spot market. */
  readonly onDemandPerHour?: number
  /** Of a burstable type: its CPU is slowed down when its credits are spent, and never billed beyond the price. */
  readonly cpuCredits?: 'standard'
  /** ISO 8601. */
  readonly launchedAt: string
  /** Whether `gm stop` stopped it. */
  readonly stopped?: boolean
}

/** The services of one stack, composed: pure functions and declarations. */
export interface StackPlan {
  readonly name: string
  readonly id: string
  readonly secrets: readonly SecretDeclaration[]
  /** Path of the stack's parameters, `/geusemaker/<name>-<short id>`. */
  readonly parameterPath: string
  /** Sum of the containers' limits in MiB. */
  readonly memoryMiB: number
  /** Root disk in GiB. */
  readonly diskGiB: number
  /** The primary service, as what stands before it sees it. */
  readonly primary: {
    /** Path that answers 200 when it is well. */
    readonly health: string
    /** Seconds for which the stack's own reverse proxy keeps a silent connection; one before it has to end it first. */
    readonly idleSeconds: number
  }
  /** From the host part of the public URL, where the tier's front names no domain, to what follows from it. */
  site(host: string): Site
  /** The instance's first script, gzip'd, base64: it fetches the bundle. */
  userData(where: InstancePlace): string
  /** Everything that an instance is given. */
  packedBundle(where: InstancePlace): PackedBundle
}

/** What an instance of a stack has to be told of its place. */
export interface InstancePlace {
  readonly site: Site
  readonly fileSystemId: string
  /** IPv4 address to wait for. */
  readonly address?: string
}
