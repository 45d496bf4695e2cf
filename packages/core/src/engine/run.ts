// What every run has around its walk: it is announced and ended, it is written into the document while it lasts, and
// of several failures the one that a person has to hear first is thrown.
import { asGmError, GmError, isGmError, type Operation, type Outcome, type PlannedNode } from '@geuse/plugin-api'
import { readyNodes, setting } from '../state/ledger.js'
import { criticalPath } from './critical-path.js'
import type { Session } from './session.js'
import type { WalkResult } from './walk.js'

/** What a run did, before it is summed up. */
export interface Done {
  readonly made: readonly string[]
  readonly destroyed: readonly string[]
  readonly kept: readonly string[]
  /** What checks found, by node. */
  readonly answers: Readonly<Record<string, unknown>>
}

/**
 * @param session the run
 * @param nodes what will be worked on
 * @param work the run itself; throws a GmError when it fails
 * @returns how it ended; the event `run.finished` is the last in any case
 */
export async function conduct(
  session: Session,
  nodes: readonly PlannedNode[],
  work: () => Promise<Done>,
): Promise<Outcome> {
  const { operation } = session
  session.say({ type: 'run.started', operation, nodes })
  try {
    const done = await work()
    session.say({ type: 'run.finished', operation, outcome: 'succeeded', ms: session.elapsed() })
    return { operation, run: session.id, ...done, ms: session.elapsed(), criticalPath: measuredPath(session, nodes) }
  } catch (error) {
    const failure = asGmError(error)
    const outcome = failure.code === 'INTERRUPTED' ? 'interrupted' : 'failed'
    session.say({ type: 'run.finished', operation, outcome, ms: session.elapsed(), error: failure.toJSON() })
    throw failure
  }
}

/** @returns the change that writes the run into its document: a rollback leaves what was ready before it */
export function begun(session: Session, operation: Operation, deleteData = false): ReturnType<typeof setting> {
  const { document } = session.ports.journal
  return setting({
    run: {
      id: session.id,
      operation,
      started_at: session.now(),
      ready_at_start: readyNodes(document),
      delete_data: deleteData,
    },
  })
}

/**
 * @param session the run
 * @param result what became of its nodes
 * @throws GmError the interrupt, the failure, or all of several failures as one
 */
export function demandAllDone(session: Session, result: WalkResult): void {
  const failures = [...result.failed.values()].map(asGmError)
  const own = failures.filter((failure) => failure.code !== 'INTERRUPTED')
  const [first] = own
  if (first !== undefined) throw own.length === 1 ? first : several(own)
  const { signal } = session.ports
  if (signal.aborted) throw isGmError(signal.reason) ? signal.reason : interrupted()
  if (result.skipped.length > 0)
    throw new GmError('BUG', `these nodes wait for each other: ${result.skipped.join(', ')}`)
}

/** @returns the error of a run that was interrupted by its user */
export function interrupted(): GmError {
  return new GmError('INTERRUPTED', 'interrupted; everything made so far is recorded')
}

function several(failures: readonly GmError[]): GmError {
  const order = ['BUG', 'LOCK_LOST', 'STATE_STALE', 'STORAGE_FULL', 'STORAGE_DENIED']
  const rank = (failure: GmError): number => (order.includes(failure.code) ? order.indexOf(failure.code) : order.length)
  const [worst = interrupted()] = failures.toSorted((a, b) => rank(a) - rank(b))
  return worst.with({ problems: failures })
}

function measuredPath(session: Session, nodes: readonly PlannedNode[]): Outcome['criticalPath'] {
  const chain = criticalPath(nodes.map(({ id, deps }) => ({ id, deps, duration: session.durationOf(id) })))
  return { ms: chain.duration, nodes: chain.ids }
}
