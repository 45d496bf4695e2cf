// A probe in words, for plans, status and errors: what is asked, where, and how long an answer may take.
import type { Probe, Service } from '@geuse/plugin-api'

/**
 * @param service that declares the probe
 * @param probe what is asked
 * @returns e.g. `GET :5678/healthz within 5 s`
 */
export function describeProbe(service: Pick<Service, 'id' | 'ports'>, probe: Probe): string {
  const within = `within ${probe.timeoutSeconds} s`
  switch (probe.kind) {
    case 'http':
      return `GET :${portOf(service, probe.port)}${probe.path} ${within}`
    case 'tcp':
      return `connect to :${portOf(service, probe.port)} ${within}`
    case 'exec':
      return `${probe.command.join(' ')} in ${containerOf(service, probe.container)} ${within}`
  }
}

function portOf({ ports }: Pick<Service, 'ports'>, name: string): string {
  const port = ports[name]
  return port === undefined ? name : String(typeof port === 'number' ? port : port.port)
}

function containerOf({ id }: Pick<Service, 'id'>, container = 'main'): string {
  return container === 'main' ? id : `${id}-${container}`
}
