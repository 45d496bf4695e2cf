// Probes of all services in the form in which the machine asks them.
import type { Probe } from '@geuse/plugin-api'
import type { Composed } from './composed.js'
import { containerName } from './context.js'
import { portNumber } from './uses.js'

/** One question. */
export interface ProbeRow {
  readonly service: string
  readonly kind: Probe['kind']
  /** Container that an exec probe runs in. */
  readonly container: string | undefined
  /** On the machine's loopback. */
  readonly port: number | undefined
  readonly path: string | undefined
  readonly timeoutSeconds: number
  readonly critical: boolean
  readonly command: readonly string[]
}

/** @returns probes in the order of the services */
export function probeRows(composed: readonly Composed[]): ProbeRow[] {
  return composed.flatMap(({ service }) =>
    service.probes.map((probe) => ({
      service: service.id,
      kind: probe.kind,
      container: probe.kind === 'exec' ? containerName(service.id, probe.container ?? 'main') : undefined,
      port: probe.kind === 'exec' ? undefined : portNumber(service.ports[probe.port] ?? 0),
      path: probe.kind === 'http' ? probe.path : undefined,
      timeoutSeconds: probe.timeoutSeconds,
      critical: probe.critical,
      command: probe.kind === 'exec' ? probe.command : [],
    })),
  )
}
