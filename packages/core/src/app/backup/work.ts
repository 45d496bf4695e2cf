// What is done with a backup, told as a run with a node for each step: what an instance does is begun once and asked
// about until it has ended, and goes on when nobody watches.
import { randomUUID } from 'node:crypto'
import type { AnswerOf } from '@geuse/instance-contract'
import { asGmError, GmError, type NodeOutcome, type Operation, type Stage } from '@geuse/plugin-api'
import type { Instance } from '../../instance/instance.js'
import { acquireLock } from '../../state/lock.js'
import { currentOwner } from '../../state/owner.js'
import type { Host } from '../host.js'
import { emitter } from '../run/emitter.js'
import type { Running } from '../run/stack-operation.js'
import type { BackupPlace } from './place.js'

/** A backup as the instance tells it. */
export type BackupRow = AnswerOf<'backups'>['backups'][number]

/** One thing that is done, after the one before it. */
export interface Step {
  /** As it is shown. */
  readonly id: 'backup' | 'verify' | 'restore' | 'download' | 'upload'
  /** How it ends well. */
  readonly outcome: NodeOutcome
  /** Expected, in seconds. */
  readonly seconds: number
  /** What becomes of it when it is interrupted. */
  readonly interrupted: string
  /** @param note tells what it is at. @returns what it is about: the id of a backup, or a file */
  run(note: (text: string) => void, signal: AbortSignal): Promise<string>
}

/** What is done. */
export interface Work {
  readonly operation: Extract<Operation, 'backup' | 'download' | 'verify' | 'restore'>
  readonly steps: readonly Step[]
  /** What to type where it was interrupted or failed. */
  readonly hints: readonly string[]
}

/** What an instance is asked to do. */
export interface InstanceStep extends Pick<Step, 'id' | 'outcome' | 'seconds'> {
  /** Has the instance begin. */
  begin(instance: Instance): Promise<{ readonly id: string }>
  /** Told of the backup when it is done. */
  done?(row: BackupRow): void
}

/** Where all of it is shown. */
const stage: Stage = 'storage'

/** Between two questions, in milliseconds. */
const pause = 2000

/**
 * Does something as the only run of a stack.
 * @throws GmError LOCKED
 */
export async function holding<T>(
  host: Host,
  { document: { stack_name: stack } }: BackupPlace,
  operation: Work['operation'],
  work: () => Promise<T>,
): Promise<T> {
  const owner = await currentOwner()
  const lock = await acquireLock({ folder: host.home.deployments, stack, operation, owner, at: host.now() })
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/** @returns a step that the instance of a stack takes, watched from here */
export function instanceStep(
  host: Host,
  place: BackupPlace,
  { id, outcome, seconds, begin, done }: InstanceStep,
): Step {
  return {
    id,
    outcome,
    seconds,
    interrupted: 'Nobody watches any more; what the instance has begun, it ends',
    run: async (note, signal) => {
      const row = await watched(host, place.instance(signal), begin, note, signal)
      done?.(row)
      return row.id
    },
  }
}

/**
 * Takes steps, one after another, in a run that holds the stack.
 * @throws GmError of the step that failed, CLOUD_FAILED in the instance's words; INTERRUPTED with what became of it
 */
export async function runSteps(host: Host, place: BackupPlace, work: Work, { signal, listen }: Running): Promise<void> {
  const emit = emitter([listen, ...(await place.scope.sinks()).map((sink) => sink.listen)])
  const { operation, steps } = work
  const began = host.clock.now()
  const run = { run: randomUUID(), stack: place.document.stack_name }
  const now = () => ({ ...run, at: host.now() })
  const ms = (since: number) => host.clock.now() - since
  const nodes = steps.map(({ id, seconds }, at) => ({
    ...{ id, type: id, stage, seconds },
    deps: steps.slice(Math.max(0, at - 1), at).map((before) => before.id),
  }))
  emit({ ...now(), type: 'run.started', operation, nodes })
  for (const [at, step] of steps.entries()) {
    const node = { node: step.id, stage }
    const since = host.clock.now()
    emit({ ...now(), ...node, type: 'node.started' })
    try {
      signal.throwIfAborted()
      const label = await step.run((text) => emit({ ...now(), ...node, type: 'node.noted', text }), signal)
      emit({ ...now(), ...node, type: 'node.finished', outcome: step.outcome, ms: ms(since), label })
    } catch (thrown) {
      const failure = signal.aborted ? interruption(step, work) : withHints(asGmError(thrown), work)
      const error = failure.toJSON()
      const outcome = signal.aborted ? 'interrupted' : 'failed'
      emit({ ...now(), ...node, type: 'node.failed', ms: ms(since), error })
      for (const { id } of steps.slice(at + 1))
        emit({ ...now(), node: id, stage, type: 'node.skipped', reason: `${step.id} ${outcome}` })
      emit({ ...now(), type: 'run.finished', operation, outcome, ms: ms(began), error })
      throw failure
    }
  }
  emit({ ...now(), type: 'run.finished', operation, outcome: 'succeeded', ms: ms(began) })
}

async function watched(
  host: Host,
  instance: Instance,
  begin: InstanceStep['begin'],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<BackupRow> {
  const { id } = await begin(instance)
  for (let said = ''; ; await host.clock.sleep(pause, signal)) {
    const { backups, work: seen } = await instance.backups()
    const state = seen?.id === id ? seen.state : 'running'
    if (state === 'ok') return rowOf(backups, id)
    if (state === 'failed') throw failed(seen)
    const text = stepWords(seen)
    if (text !== said) note(text)
    said = text
  }
}

type Seen = AnswerOf<'backups'>['work']

function failed(seen: Seen): GmError {
  const reason = seen?.reason ?? 'it failed'
  return new GmError('CLOUD_FAILED', reason.charAt(0).toUpperCase() + reason.slice(1))
}

function stepWords(seen: Seen): string {
  return seen === null || seen.step === null ? 'begins' : `${seen.step}, ${seen.percent ?? 0} %`
}

function rowOf(rows: readonly BackupRow[], id: string): BackupRow {
  const unlisted = { id, at: null, stack: null, stackId: null, key: null, bytes: null, services: [], torn: false }
  return rows.find((row) => row.id === id) ?? unlisted
}

/** What an error says itself comes first. */
function withHints(error: GmError, { hints }: Work): GmError {
  return error.hints.length > 0 ? error : error.with({ hints })
}

function interruption({ interrupted }: Step, { hints }: Work): GmError {
  return new GmError('INTERRUPTED', interrupted, { hints })
}
