// Probes of all services in the form in which the instance asks them.
import type { PlanRow } from '@geuse/instance-contract'
import type { Probe, Service } from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import { portNumber } from '../model/port-number.js'
import type { Composed } from './composed.js'

/** @returns probes in the order of the services */
export function probeRows(composed: readonly Composed[]): PlanRow<'probes'>[] {
  return composed.flatMap(({ service }) => service.probes.map((probe) => probeRow(service, probe)))
}

function probeRow(service: Service, probe: Probe): PlanRow<'probes'> {
  return {
    service: service.id,
    kind: probe.kind,
    container: probe.kind === 'exec' ? containerName(service.id, probe.container ?? 'main') : undefined,
    port: probe.kind === 'exec' ? undefined : portNumber(service.ports[probe.port] ?? 0),
    path: probe.kind === 'http' ? probe.path : undefined,
    seconds: probe.timeoutSeconds,
    critical: probe.critical,
    command: probe.kind === 'exec' ? [...probe.command] : [],
  }
}
