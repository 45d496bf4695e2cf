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
import type { Backups } from './backups.js'
import type { BootRecord } from './boot-record.js'
import type { Bundle } from './bundle.js'
import { type ComposeFile, readCompose } from './compose-file.js'
import type { CommandResult } from './emulated-instance.js'
import type { InstanceData } from './instance-data.js'
import { logs } from './log-chunk.js'
import { planTable } from './plan.js'
import { Refusal } from './refusal.js'

/** What gmctl can see. */
export interface Inside {
  readonly bundle: Bundle
  readonly record: BootRecord
  readonly unhealthy: readonly string[]
  /** What containers have written, by their names. */
  readonly output: Readonly<Record<string, readonly string[]>>
  readonly now: number
  readonly data: Pick<InstanceData, 'lease' | 'checkpoints' | 'make' | 'restore' | 'applied' | 'notice'>
  readonly backups: Pick<Backups, 'make' | 'tell' | 'verify' | 'recover' | 'transfer'>
  /** Begins a boot again that has failed or was drained. */
  readonly bootAgain: () => void
  /** Stops the services and gives the lease back. @param cause a word for the record */
  readonly drain: (cause: string) => void
  /** Fetches another bundle and boots it. @returns why it cannot be used */
  readonly apply: (digest: string) => Promise<string | undefined>
}

const probeMs = 12

type Answers = {
  readonly [V in CallableVerb]: (inside: Inside, args: ParsedArgsOf<V>) => AnswerOf<V> | Promise<AnswerOf<V>>
}

const answers: Answers = {
  status,
  health,
  boot,
  logs: ({ record, output }, args) => logs({ boot: record.lines, containers: output }, args),
  drain,
  checkpoint,
  restore,
  apply,
  backup: ({ backups }, args) => backups.make(args),
  backups: ({ backups }) => backups.tell(),
  verify: ({ backups }, args) => backups.verify(args),
  recover: ({ backups }, args) => backups.recover(args),
  transfer: ({ backups }, args) => backups.transfer(args),
}

const gib = 2 ** 30

function status({ bundle, record, data }: Inside, { lines }: ParsedArgsOf<'status'>): BootStatus {
  return {
    stack: planTable(bundle, 'stack').name,
    bundle: bundle.hash,
    state: record.state,
    phase: record.phase,
    reason: record.reason,
    phases: record.phases,
    steps: record.steps,
    lease: data.lease(),
    jobs: planTable(bundle, 'jobs').map(({ service, job, kind }) => ({
      service,
      job,
      background: kind !== 'wait',
      state: record.state === 'ready' ? 'ok' : 'waiting',
      started: null,
      percent: null,
      text: null,
    })),
    checkpoints: data.checkpoints(),
    disk: { size: 40 * gib, free: 30 * gib },
    notice: data.notice,
    apply: data.applied,
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
  if (record.state === 'failed' || record.state === 'drained') bootAgain()
  return { begun: true }
}

function drain({ record, data, drain }: Inside, { cause }: ParsedArgsOf<'drain'>): AnswerOf<'drain'> {
  if (record.state !== 'drained') {
    data.make()
    drain(cause)
  }
  return { drained: true, ms: drainMs, checkpoints: data.checkpoints() }
}

function checkpoint({ data }: Inside, { service }: ParsedArgsOf<'checkpoint'>): AnswerOf<'checkpoint'> {
  data.make(service)
  return { checkpoints: data.checkpoints(service) }
}

function restore({ data }: Inside, { service, checkpoint }: ParsedArgsOf<'restore'>): AnswerOf<'restore'> {
  const id = data.restore(service, checkpoint)
  if (id === undefined) throw new Refusal(`no checkpoint of ${service} could be restored`)
  return { service, id }
}

async function apply(
  { bundle, record, data, apply }: Inside,
  { digest }: ParsedArgsOf<'apply'>,
): Promise<AnswerOf<'apply'>> {
  const hash = digest.slice(0, 16)
  if (hash !== bundle.hash) {
    if (record.state === 'booting') throw new Refusal('a boot is under way')
    const obstacle = await apply(digest)
    if (obstacle !== undefined) throw new Refusal(obstacle)
  }
  return { hash, previous: data.applied?.from ?? null }
}

const drainMs = 4000

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
export async function runGmctl(script: string, inside: Inside): Promise<CommandResult> {
  const command = readCommand(script)
  if (command === undefined)
    return failed(126, 'sandbox: a simulated instance runs only #!/bin/bash scripts that call gmctl')
  if (inside.bundle.files.get('gmctl')?.mode !== '0755') return failed(127, `${gmctlPath}: No such file or directory`)
  const { verb, args } = command
  return isCallable(verb) ? answered(verb, args, inside) : unknown(verb)
}

async function answered<V extends CallableVerb>(verb: V, args: Readonly<Record<string, string>>, inside: Inside) {
  const parsed = verbs[verb].args.safeParse(args)
  if (!parsed.success) return unknown(Object.entries(args).flat().join(' '))
  try {
    const answer = await answers[verb](inside, parsed.data as ParsedArgsOf<V>)
    return { exitCode: 0, stdout: `${JSON.stringify(answer)}\n`, stderr: '' }
  } catch (error) {
    if (error instanceof Refusal) return failed(1, error.message)
    throw error
  }
}

function unknown(words: string): CommandResult {
  return failed(usageExitCode, `gmctl: this bundle does not know: ${words}`)
}

function failed(exitCode: number, stderr: string): CommandResult {
  return { exitCode, stdout: '', stderr: `${stderr}\n` }
}
