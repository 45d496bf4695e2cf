// What `gmctl` answers on a simulated machine: status from the boot's record, health from the bundle's own probes.
import type { BootRecord } from './boot-record.js'
import type { Bundle } from './bundle.js'
import { readCompose } from './compose-file.js'
import type { CommandResult } from './machine.js'
import { rows, stackValue } from './plan.js'

/** What gmctl can see. */
export interface Inside { readonly bundle: Bundle, readonly record: BootRecord, readonly unhealthy: readonly string[], readonly now: number }

const PROBE_MS = 12

const status = ({ bundle, record }: Inside): unknown => ({
  stack: stackValue(bundle, 'name'), bundle: bundle.hash, state: record.state, phase: record.phase, reason: record.reason, phases: record.phases, log: record.tail,
})

const health = ({ bundle, record, unhealthy, now }: Inside): unknown => {
  const up = record.state === 'ready'
  const ok = (service: string): boolean => up && !unhealthy.includes(service)
  const found = readCompose(bundle.files.get('compose.yaml')?.text)
  const oneShots = rows(bundle, 'steps').filter(([kind]) => kind === 'run').map(([, name]) => name)
  const names = 'reason' in found ? [] : found.map(({ name }) => name).filter((name) => !oneShots.includes(name))
  return {
    at: new Date(now).toISOString(),
    probes: rows(bundle, 'probes').map(([service = '', kind, , , , , weight]) =>
      ({ service, kind, critical: weight === 'critical', ok: ok(service), ms: PROBE_MS, error: ok(service) ? null : 'connection refused' })),
    containers: up ? names.map((name) => ({ name, state: 'running', health: ok(name) ? 'healthy' : 'unhealthy' })) : [],
  }
}

const VERBS: Readonly<Record<string, (inside: Inside) => unknown>> = { status, health }

const failed = (exitCode: number, stderr: string): CommandResult => ({ exitCode, stdout: '', stderr: `${stderr}\n` })

const verbOf = (script: string): string | undefined => {
  const [first, ...rest] = script.trimEnd().split('\n')
  if (first !== '#!/bin/bash') return undefined
  return /^(?:exec )?(?:\/opt\/geusemaker\/current\/)?gmctl (?<verb>[a-z]+)\b.*$/.exec(rest.join('\n').trim())?.groups?.['verb']
}

/** Runs a script that calls gmctl; anything else is refused, since nothing here could run it. */
export const runGmctl = (script: string, inside: Inside): CommandResult => {
  const verb = verbOf(script)
  if (verb === undefined) return failed(126, 'sandbox: a simulated machine runs only #!/bin/bash scripts that call gmctl')
  if (inside.bundle.files.get('gmctl')?.mode !== '0755') return failed(127, '/opt/geusemaker/current/gmctl: No such file or directory')
  const answer = VERBS[verb]
  if (!answer) return failed(64, `sandbox: gmctl ${verb} is not simulated`)
  return { exitCode: 0, stdout: `${JSON.stringify(answer(inside))}\n`, stderr: '' }
}
