// What runs in an instance, as seen from outside: its console, its SSM agent, its open ports.
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How the metadata service answers (EC2 API Reference, InstanceMetadataOptionsRequest). */
export interface MetadataOptions {
  /** How many hops its answers live. */
  readonly hopLimit: number
  /** Whether a token is needed. */
  readonly tokens: 'required' | 'optional'
  /** Whether it tells the instance's tags. */
  readonly tags: boolean
}

/** What an instance is made from. */
export interface Launch {
  readonly instanceId: string
  readonly account: string
  readonly region: string
  readonly zone: string
  readonly vpcId: string
  readonly subnetId: string
  readonly groupIds: readonly string[]
  /** The name of its instance profile. */
  readonly profile: string | undefined
  /** As given: base64. */
  readonly userData: string
  readonly privateAddress: string
  readonly imageId: string
  readonly instanceType: string
  readonly market: 'spot' | 'on-demand'
  /** Of its metadata service, as the launch asked for it. */
  readonly metadata: MetadataOptions
}

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** How long a command may run. */
export interface CommandLimits {
  readonly seconds: number
  /** Aborts when it is cancelled. */
  readonly signal: AbortSignal
}

/** What a port of the instance is asked over HTTP. */
export interface PortRequest {
  /** Path and query. */
  readonly path: string
  /** By their names in lower case; `host` as the one who asks names it. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a port of the instance says; undefined where nothing listens. */
export interface PortAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An instance. */
export interface EmulatedInstance {
  readonly zone: string
  readonly vpcId: string
  readonly groupIds: readonly string[]
  /** The host of its public URL, '' while it has none. */
  readonly host: string
  /** Whether its SSM agent is registered. */
  readonly registered: boolean
  /** Whether a boot is under way. */
  readonly booting: boolean
  /** All that was written to the console. */
  console(): Promise<string>
  /** Runs a shell script as root, as the SSM agent does; undefined when its time ran out, or it was cancelled. */
  run(script: string, limits: CommandLimits): Promise<CommandResult | undefined>
  /** Asks a port. */
  ask(port: number, request: PortRequest): Promise<PortAnswer | undefined>
  /** A connection to a port, where bytes can go; undefined where nothing listens. Simulated instances have none. */
  readonly connect?: ((port: number) => Promise<Socket | undefined>) | undefined
  /** A connection that its agent makes, to a port of the loopback; undefined where nothing listens. */
  connectInside(port: number): Promise<Duplex | undefined>
  /**
   * Tells it that EC2 takes it back. One whose metadata can be asked learns of it there.
   * @param at the account's milliseconds
   */
  interrupt?(at: number): void
  /** Shuts it down; its disk stays. Resolves when it is off. */
  stop(): Promise<void>
  /** Switches it on again. */
  start(): Promise<void>
  /** Shuts it down and switches it on again. */
  reboot(): Promise<void>
  /** Switches it off for ever; resolves when it has gone. */
  end(): Promise<void>
}
