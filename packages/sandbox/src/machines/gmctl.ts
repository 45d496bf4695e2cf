// What `gmctl` answers on a simulated machine: status from the boot's record, health from the bundle's own probes.
import type { BootRecord } from './boot-record.js'
import type { Bundle } from './bundle.js'
import { type ComposeFile, readCompose } from './compose-file.js'
import type { CommandResult } from './machine.js'
import { rows, stackValue } from './plan.js'

/** What gmctl can see. */
export interface Inside {
  readonly bundle: Bundle
  readonly record: BootRecord
  readonly unhealthy: readonly string[]
  readonly now: number
  /** Begins a boot again that has failed. */
  readonly bootAgain: () => void
}

const PROBE_MS = 12

const status = ({ bundle, record }: Inside): unknown => ({
  stack: stackValue(bundle, 'name'),
  bundle: bundle.hash,
  state: record.state,
  phase: record.phase,
  reason: record.reason,
  phases: record.phases,
  log: record.tail,
})

/** Why a probe would fail on a machine that is up; null when it would pass. */
const probeError = (
  [service = '', kind, container = '', port]: string[],
  { services }: ComposeFile,
  unhealthy: readonly string[],
): string | null => {
  if (unhealthy.includes(service)) return 'connection refused'
  if (kind === 'exec') return services.some(({ name }) => name === container) ? null : `No such container: ${container}`
  return services.some(({ ports }) => ports.some((each) => each.port === Number(port))) ? null : 'connection refused'
}

const probe = (row: string[], up: boolean, file: ComposeFile, unhealthy: readonly string[]): unknown => {
  const [service, kind, , , , , weight] = row
  const error = up ? probeError(row, file, unhealthy) : 'connection refused'
  return { service, kind, critical: weight === 'critical', ok: error === null, ms: PROBE_MS, error }
}

const health = ({ bundle, record, unhealthy, now }: Inside): unknown => {
  const up = record.state === 'ready'
  const read = readCompose(bundle.files.get('compose.yaml')?.text)
  const file = 'reason' in read ? { services: [], networks: [] } : read
  const oneShots = rows(bundle, 'steps')
    .filter(([kind]) => kind === 'run')
    .map(([, name]) => name)
  const names = file.services.map(({ name }) => name).filter((name) => !oneShots.includes(name))
  return {
    at: new Date(now).toISOString(),
    probes: rows(bundle, 'probes').map((row) => probe(row, up, file, unhealthy)),
    containers: up
      ? names.map((name) => ({ name, state: 'running', health: unhealthy.includes(name) ? 'unhealthy' : 'healthy' }))
      : [],
  }
}

const boot = ({ record, bootAgain }: Inside): unknown => {
  if (record.state === 'failed') bootAgain()
  return { begun: true }
}

const VERBS: Readonly<Record<string, (inside: Inside) => unknown>> = { status, health, boot }

const failed = (exitCode: number, stderr: string): CommandResult => ({ exitCode, stdout: '', stderr: `${stderr}\n` })

const verbOf = (script: string): string | undefined => {
  const [first, ...rest] = script.trimEnd().split('\n')
  if (first !== '#!/bin/bash') return undefined
  return /^(?:exec )?(?:\/opt\/geusemaker\/current\/)?gmctl (?<verb>[a-z]+)\b.*$/.exec(rest.join('\n').trim())
    ?.groups?.['verb']
}

/** Runs a script that calls gmctl; anything else is refused, since nothing here could run it. */
export const runGmctl = (script: string, inside: Inside): CommandResult => {
  const verb = verbOf(script)
  if (verb === undefined)
    return failed(126, 'sandbox: a simulated machine runs only #!/bin/bash scripts that call gmctl')
  if (inside.bundle.files.get('gmctl')?.mode !== '0755')
    return failed(127, '/opt/geusemaker/current/gmctl: No such file or directory')
  const answer = VERBS[verb]
  if (!answer) return failed(64, `sandbox: gmctl ${verb} is not simulated`)
  return { exitCode: 0, stdout: `${JSON.stringify(answer(inside))}\n`, stderr: '' }
}
