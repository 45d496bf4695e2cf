// What every use case stands on: the outer world as plain values and ports. `container.ts` makes one from the real
// world, a test from whatever it likes.
import type { Clock, Orchestrator, Sink, Tier } from '@geuse/plugin-api'
import type { Clients } from '../aws/client/clients.js'
import type { Connection } from '../aws/client/connection.js'
import type { Registry } from '../contributions/index.js'
import type { OrchestratorInputs } from '../engine/orchestrator.js'
import type { Home } from '../state/home.js'
import type { Settings } from '../state/settings.js'
import type { Store } from '../state/store.js'
import { caBundle } from '../config/ca-bundle.js'
import type { Environment } from '../config/environment.js'

/** The outer world of a use case: settings, clock, store, plugins and AWS as ports. */
export interface Host {
  readonly environment: Environment
  readonly home: Home
  readonly settings: Settings
  readonly clock: Clock
  readonly store: Store
  /** Asks the plugins once. */
  registry(): Promise<Registry>
  /** Opens what a run, or a look, at a stack needs; it is closed with the host. */
  openRun(connection: Connection): RunScope
  /** Milliseconds since the epoch, as ISO. */
  now(): string
  /** Asks for the code of a device, where somebody can be asked. */
  readonly mfaCode?: (serial: string) => Promise<string>
}

/** What one run works with, and no other. */
export interface RunScope {
  readonly clients: Clients
  /** Loads what a run needs (engine, log, SDK) while the first answer of AWS is waited for. */
  preload(): void
  /** The orchestrator of a tier, or the host's own where the tier's plugin is not here. */
  orchestrator(tier: Tier | undefined, inputs: OrchestratorInputs): Promise<Orchestrator>
  /** All that hear the events of a run: the run's file, the log, contributed sinks. */
  sinks(): Promise<readonly Sink[]>
}

/**
 * @returns how AWS is reached for a stack or a config
 * @throws GmError CONFIG_INVALID for a bundle of certificates that cannot be read
 */
export function connectionFor(
  host: Host,
  where: { readonly region: string; readonly profile?: string | undefined },
): Connection {
  const { aws, proxy } = host.environment
  const profile = where.profile ?? aws.profile
  const authorities = caBundle(aws, profile)
  return {
    region: where.region,
    ...(profile === undefined ? {} : { profile }),
    ...(aws.endpointUrl === undefined ? {} : { endpoint: aws.endpointUrl }),
    ...(authorities === undefined ? {} : { caBundle: authorities }),
    ...(host.mfaCode === undefined ? {} : { mfaCode: host.mfaCode }),
    proxyEnv: { HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: proxy.no.join(',') || undefined },
  }
}
