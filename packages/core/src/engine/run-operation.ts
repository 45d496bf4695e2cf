// What every run has around its walk: it is announced and ended, it is written into the document while it lasts, and
// of several failures the one that a person has to hear first is thrown.
import {
  asGmError,
  GmError,
  isGmError,
  type Operation,
  type Outcome,
  type PlannedNode,
  type Unrestored,
} from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { readyNodes } from '../state/node-records.js'
import { project } from '../state/projection.js'
import { criticalPath } from './critical-path.js'
import type { RunContext } from './run-context.js'
import type { WalkResult } from './walk.js'

/** What a run did, before it is summed up. */
export interface RunSummary {
  readonly made: readonly string[]
  readonly updated: readonly string[]
  readonly replaced: readonly string[]
  readonly unrestored: readonly Unrestored[]
  readonly destroyed: readonly string[]
  readonly kept: readonly string[]
  /** What checks found, by node. */
  readonly answers: Readonly<Record<string, unknown>>
  /** How long each node took, in milliseconds. */
  readonly durations: ReadonlyMap<string, number>
}

/**
 * @param run the run
 * @param nodes what will be worked on
 * @param work the operation itself; throws a GmError when it fails
 * @returns how it ended; the event `run.finished` is the last in any case
 */
export async function runOperation(
  run: RunContext,
  nodes: readonly PlannedNode[],
  work: () => Promise<RunSummary>,
): Promise<Outcome> {
  const { operation } = run
  run.emit({ type: 'run.started', operation, nodes })
  try {
    const { durations, ...summary } = await work()
    const ms = run.elapsed()
    run.emit({ type: 'run.finished', operation, outcome: 'succeeded', ms })
    return { operation, run: run.id, ...summary, ms, criticalPath: measuredPath(nodes, durations) }
  } catch (error) {
    const failure = asGmError(error)
    const outcome = failure.code === 'INTERRUPTED' ? 'interrupted' : 'failed'
    run.emit({ type: 'run.finished', operation, outcome, ms: run.elapsed(), error: failure.toJSON() })
    throw failure
  }
}

/** What of a run is written into its document at its start. */
export interface RunStart {
  readonly id: string
  readonly operation: Operation
  /** ISO instant. */
  readonly at: string
  readonly status: Document['status']
  readonly deleteData?: boolean
}

/**
 * @returns the document with the run under way in it: a rollback brings back what is ready now. An update that goes on
 *   with one that failed is the same update: it is gone back to where that began.
 */
export function beginRun(document: Document, { id, operation, at, status, deleteData = false }: RunStart): Document {
  const begun = operation === 'update' && document.run?.operation === 'update' ? document.run : undefined
  const start = begun?.ready_at_start ?? readyNodes(document)
  const run = { id, operation, started_at: at, ready_at_start: start, delete_data: deleteData }
  return project({ ...document, status, run })
}

/**
 * @param run the run
 * @param result what became of its nodes
 * @throws GmError the interrupt, the failure, or all of several failures as one
 */
export function throwIfFailed(run: RunContext, result: WalkResult<unknown>): void {
  const failures = [...result.failed.values()].map(asGmError).filter(({ code }) => code !== 'INTERRUPTED')
  if (failures.length > 0) throw worstOf(failures)
  const { signal } = run.deps
  if (signal.aborted) throw isGmError(signal.reason) ? signal.reason : interrupted()
  if (result.skipped.length > 0)
    throw new GmError('BUG', `these nodes wait for each other: ${result.skipped.join(', ')}`)
}

/** @returns the error of a run that was interrupted by its user */
export function interrupted(): GmError {
  return new GmError('INTERRUPTED', 'interrupted; everything made so far is recorded')
}

function worstOf(failures: readonly GmError[]): GmError {
  const order = ['BUG', 'LOCK_LOST', 'STATE_STALE', 'STORAGE_FULL', 'STORAGE_DENIED']
  const rank = (failure: GmError): number => (order.includes(failure.code) ? order.indexOf(failure.code) : order.length)
  const [worst = interrupted()] = failures.toSorted((a, b) => rank(a) - rank(b))
  return failures.length === 1 ? worst : worst.with({ problems: failures })
}

function measuredPath(nodes: readonly PlannedNode[], durations: ReadonlyMap<string, number>): Outcome['criticalPath'] {
  const chain = criticalPath(nodes.map(({ id, deps }) => ({ id, deps, duration: durations.get(id) ?? 0 })))
  return { ms: chain.duration, nodes: chain.ids }
}
