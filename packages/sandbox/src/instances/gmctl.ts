// What `gmctl` answers on a simulated instance: the verbs of the contract, from the boot's record and the bundle's own
// plan. A verb that gains its schemas has to be answered here before this compiles.
import {
  gmctlPath,
  isCallable,
  readCommand,
  usageExitCode,
  verbs,
  type AnswerOf,
  type BootStatus,
  type CallableVerb,
  type Health,
  type ParsedArgsOf,
  type PlanRow,
} from '@geuse/instance-contract'
import type { BootRecord } from './boot-record.js'
import type { Bundle } from './bundle.js'
import { type ComposeFile, readCompose } from './compose-file.js'
import type { CommandResult } from './emulated-instance.js'
import { planTable } from './plan.js'

/** What gmctl can see. */
export interface Inside {
  readonly bundle: Bundle
  readonly record: BootRecord
  readonly unhealthy: readonly string[]
  readonly now: number
  /** Begins a boot again that has failed. */
  readonly bootAgain: () => void
}

const probeMs = 12

type Answers = { readonly [V in CallableVerb]: (inside: Inside, args: ParsedArgsOf<V>) => AnswerOf<V> }

const answers: Answers = { status, health, boot }

function status({ bundle, record }: Inside, { lines }: ParsedArgsOf<'status'>): BootStatus {
  return {
    stack: planTable(bundle, 'stack').name,
    bundle: bundle.hash,
    state: record.state,
    phase: record.phase,
    reason: record.reason,
    phases: record.phases,
    log: record.tail(lines),
  }
}

function health({ bundle, record, unhealthy, now }: Inside): Health {
  const up = record.state === 'ready'
  const read = readCompose(bundle.files.get('compose.yaml')?.text)
  const file = 'reason' in read ? { services: [], networks: [] } : read
  const oneShots = planTable(bundle, 'steps')
    .filter(({ kind }) => kind === 'run' || kind === 'run?')
    .flatMap(({ containers }) => containers)
  const names = file.services.map(({ name }) => name).filter((name) => !oneShots.includes(name))
  return {
    at: new Date(now).toISOString(),
    probes: planTable(bundle, 'probes').map((row) => probed(row, up ? probeError(row, file, unhealthy) : refused)),
    containers: up
      ? names.map((name) => ({ name, state: 'running', health: unhealthy.includes(name) ? 'unhealthy' : 'healthy' }))
      : [],
  }
}

function boot({ record, bootAgain }: Inside): AnswerOf<'boot'> {
  if (record.state === 'failed') bootAgain()
  return { begun: true }
}

const refused = 'connection refused'

/** Why a probe would fail on an instance that is up; null when it would pass. */
function probeError(
  { service, kind, container = '', port }: PlanRow<'probes'>,
  { services }: ComposeFile,
  unhealthy: readonly string[],
): string | null {
  if (unhealthy.includes(service)) return refused
  if (kind === 'exec') return services.some(({ name }) => name === container) ? null : `No such container: ${container}`
  return services.some(({ ports }) => ports.some((each) => each.port === port)) ? null : refused
}

function probed({ service, kind, critical }: PlanRow<'probes'>, error: string | null): Health['probes'][number] {
  return { service, kind, critical, ok: error === null, ms: probeMs, error }
}

/** Runs a script that calls gmctl; anything else is refused, since nothing here could run it. */
export function runGmctl(script: string, inside: Inside): CommandResult {
  const command = readCommand(script)
  if (command === undefined)
    return failed(126, 'sandbox: a simulated instance runs only #!/bin/bash scripts that call gmctl')
  if (inside.bundle.files.get('gmctl')?.mode !== '0755') return failed(127, `${gmctlPath}: No such file or directory`)
  const { verb, args } = command
  return isCallable(verb) ? answered(verb, args, inside) : unknown(verb)
}

function answered<V extends CallableVerb>(verb: V, args: Readonly<Record<string, string>>, inside: Inside) {
  const parsed = verbs[verb].args.safeParse(args)
  if (!parsed.success) return unknown(Object.entries(args).flat().join(' '))
  const answer = answers[verb](inside, parsed.data as ParsedArgsOf<V>)
  return { exitCode: 0, stdout: `${JSON.stringify(answer)}\n`, stderr: '' }
}

function unknown(words: string): CommandResult {
  return failed(usageExitCode, `gmctl: this bundle does not know: ${words}`)
}

function failed(exitCode: number, stderr: string): CommandResult {
  return { exitCode, stdout: '', stderr: `${stderr}\n` }
}
