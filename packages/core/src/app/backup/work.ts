// What an instance does with a backup, watched from here: begun once, asked about until it has ended, and told as a run
// of one node. It goes on when nobody watches.
import { randomUUID } from 'node:crypto'
import type { AnswerOf } from '@geuse/instance-contract'
import { asGmError, GmError, type NodeOutcome, type Operation } from '@geuse/plugin-api'
import type { Instance } from '../../instance/instance.js'
import { acquireLock } from '../../state/lock.js'
import { currentOwner } from '../../state/owner.js'
import type { Host } from '../host.js'
import { emitter } from '../run/emitter.js'
import type { Running } from '../run/stack-operation.js'
import type { BackupPlace } from './place.js'

/** A backup as the instance tells it. */
export type BackupRow = AnswerOf<'backups'>['backups'][number]

/** What is to be done. */
export interface Work {
  readonly operation: Extract<Operation, 'backup' | 'verify' | 'restore'>
  /** How it ends well. */
  readonly outcome: NodeOutcome
  /** Expected, in seconds. */
  readonly seconds: number
  /** Has the instance begin. */
  begin(instance: Instance): Promise<{ readonly id: string }>
  /** What to type where it was interrupted or failed. */
  readonly hints: readonly string[]
}

/** Between two questions, in milliseconds. */
const pause = 2000

/**
 * Has the instance of a stack do something, as the only run of its stack.
 * @returns the backup, when it was done
 * @throws GmError LOCKED; CLOUD_FAILED in the instance's words; INTERRUPTED, when it goes on there
 */
export async function workOn(host: Host, place: BackupPlace, work: Work, running: Running): Promise<BackupRow> {
  return holding(host, place, work.operation, () => workIn(host, place, work, running))
}

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

/** The same as `workOn`, in a run that holds the stack. */
export async function workIn(
  host: Host,
  place: BackupPlace,
  work: Work,
  { signal, listen }: Running,
): Promise<BackupRow> {
  const emit = emitter([listen, ...(await place.scope.sinks()).map((sink) => sink.listen)])
  const { operation, outcome, seconds } = work
  const run = { run: randomUUID(), stack: place.document.stack_name }
  const node = { node: operation, stage: 'storage' } as const
  const began = host.clock.now()
  const now = () => ({ ...run, at: host.now() })
  const ms = () => host.clock.now() - began
  const nodes = [{ id: operation, type: operation, stage: node.stage, deps: [], seconds }]
  emit({ ...now(), type: 'run.started', operation, nodes })
  emit({ ...now(), ...node, type: 'node.started' })
  try {
    const note = (text: string) => emit({ ...now(), ...node, type: 'node.noted', text })
    const row = await watched(host, place.instance(signal), work, note, signal)
    emit({ ...now(), ...node, type: 'node.finished', outcome, ms: ms(), label: row.id })
    emit({ ...now(), type: 'run.finished', operation, outcome: 'succeeded', ms: ms() })
    return row
  } catch (thrown) {
    const failure = signal.aborted ? goesOn(work) : asGmError(thrown)
    const error = failure.toJSON()
    emit({ ...now(), ...node, type: 'node.failed', ms: ms(), error })
    const ended = signal.aborted ? 'interrupted' : 'failed'
    emit({ ...now(), type: 'run.finished', operation, outcome: ended, ms: ms(), error })
    throw failure
  }
}

async function watched(
  host: Host,
  instance: Instance,
  work: Work,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<BackupRow> {
  signal.throwIfAborted()
  const { id } = await work.begin(instance)
  for (let said = ''; ; await host.clock.sleep(pause, signal)) {
    const { backups, work: seen } = await instance.backups()
    const state = seen?.id === id ? seen.state : 'running'
    if (state === 'ok') return rowOf(backups, id)
    if (state === 'failed') throw failed(work, seen)
    const text = stepWords(seen)
    if (text !== said) note(text)
    said = text
  }
}

type Seen = AnswerOf<'backups'>['work']

function failed({ hints }: Work, seen: Seen): GmError {
  const reason = seen?.reason ?? 'it failed'
  return new GmError('CLOUD_FAILED', reason.charAt(0).toUpperCase() + reason.slice(1), { hints })
}

function stepWords(seen: Seen): string {
  return seen === null || seen.step === null ? 'begins' : `${seen.step}, ${seen.percent ?? 0} %`
}

function rowOf(rows: readonly BackupRow[], id: string): BackupRow {
  const unlisted = { id, at: null, stack: null, stackId: null, key: null, bytes: null, services: [], torn: false }
  return rows.find((row) => row.id === id) ?? unlisted
}

function goesOn({ hints }: Work): GmError {
  return new GmError('INTERRUPTED', 'Nobody watches any more; what the instance has begun, it ends', { hints })
}
