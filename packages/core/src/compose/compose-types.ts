// The part of the compose file format that is written here, as types: nothing else can get into the document.
import type { Hardening } from './hardening.js'

/** A bind of a path that must be there: a missing one fails instead of being made as an empty directory. */
export interface Bind {
  readonly type: 'bind'
  readonly source: string
  readonly target: string
  readonly read_only?: true
  readonly bind: { readonly create_host_path: false }
}

/** One service of the document. */
export interface ComposeService extends Partial<Hardening> {
  readonly container_name: string
  readonly image: string
  readonly profiles?: readonly string[]
  readonly user?: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly networks: readonly string[]
  readonly volumes?: readonly Bind[]
  readonly tmpfs?: readonly string[]
  readonly healthcheck?: ComposeHealthcheck
  readonly depends_on?: Readonly<Record<string, { readonly condition: 'service_healthy' }>>
  readonly shm_size?: string
  readonly pids_limit?: number
  readonly read_only?: true
  readonly cap_add?: readonly string[]
  readonly stop_grace_period?: string
  readonly deploy?: { readonly resources: { readonly reservations: { readonly devices: readonly Device[] } } }
}

/** A health check as Docker runs it. */
export interface ComposeHealthcheck {
  readonly test: readonly string[]
  readonly interval: string
  readonly timeout: string
  readonly retries: number
  readonly start_period: string
  readonly start_interval: string
}

interface Device {
  readonly driver: 'nvidia'
  readonly count: 1
  readonly capabilities: readonly ['gpu']
}

/** The whole document. */
export interface ComposeDocument {
  readonly name: 'geusemaker'
  readonly services: Readonly<Record<string, ComposeService>>
  readonly networks: Readonly<Record<string, Readonly<Record<string, never>>>>
}

/** @returns a bind of `source` to `target` */
export function bind(source: string, target: string, readOnly: boolean): Bind {
  return {
    type: 'bind',
    source,
    target,
    ...(readOnly ? { read_only: true as const } : {}),
    bind: { create_host_path: false },
  }
}
