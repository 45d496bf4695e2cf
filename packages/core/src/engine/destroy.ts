// Destroy and rollback read the ledger only: no tier, no config, no graph. Edges are turned round, so that nothing is
// destroyed under a dependent; a branch that fails does not keep the others from going.
import { GmError, type Outcome } from '@geuse/plugin-api'
import type { Document, RollbackRecord } from '../state/document.js'
import { setting } from '../state/node-records.js'
import { plannedRemovals, removeAll } from './remove.js'
import type { RunContext } from './run-context.js'
import { beginRun, runOperation, type RunSummary } from './run-operation.js'

/** What a destroy is told. */
export interface DestroyOptions {
  readonly deleteData: boolean
  /** Looks for what is left of the stack in the cloud, retained data not counted, and says it in words. */
  readonly leftovers: () => Promise<readonly string[]>
}

/**
 * Removes everything but what keeps data; with `deleteData` that too. The document stays, as `destroyed`: whoever
 * deletes it does so after this.
 * @throws GmError LEFTOVERS when something is still there; re-runnable
 */
export async function destroy(run: RunContext, options: DestroyOptions): Promise<Outcome> {
  const { deleteData } = options
  const toDestroy = existing(run.document).filter((id) => deleteData || !keepsData(run.document, id))
  return runOperation(run, plannedRemovals(run, toDestroy), async () => {
    const before = run.document
    const start = { id: run.id, operation: run.operation, at: run.now(), status: 'destroying', deleteData } as const
    await run.commit((document) => beginRun(document, start))
    const durations = await removeAll(run, toDestroy)
    await demandNothingLeft(options)
    await run.commit(setting({ status: 'destroyed', run: null, services: [] }))
    return { ...summary(before, run.document), durations }
  })
}

/**
 * Removes what the failed run made: what was not ready at its start, data excepted.
 * @param trigger why, for the history
 */
export async function rollback(run: RunContext, trigger: RollbackRecord['trigger']): Promise<Outcome> {
  const untouched = new Set(run.document.run?.ready_at_start ?? [])
  const toDestroy = existing(run.document).filter((id) => !untouched.has(id) && !keepsData(run.document, id))
  return runOperation(run, plannedRemovals(run, toDestroy), async () => {
    const before = run.document
    await run.commit(setting({ status: 'rolling_back' }))
    const durations = await removeAll(run, toDestroy)
    const history = [...before.rollback_history, record(run, trigger, toDestroy)]
    await run.commit(setting({ status: 'failed', run: null, rollback_history: history }))
    return { ...summary(before, run.document), durations }
  })
}

/** @returns ids of the nodes of which something may be there */
function existing(document: Document): string[] {
  return Object.keys(document.nodes).filter((id) => document.nodes[id]?.status !== 'gone')
}

function keepsData(document: Document, id: string): boolean {
  return document.nodes[id]?.keeps === 'data'
}

async function demandNothingLeft(options: DestroyOptions): Promise<void> {
  const left = await options.leftovers()
  if (left.length === 0) return
  throw new GmError('LEFTOVERS', `still there: ${left.join(', ')}`)
}

function record(run: RunContext, trigger: RollbackRecord['trigger'], removed: readonly string[]): RollbackRecord {
  return {
    timestamp: run.now(),
    trigger,
    resources_deleted: [...removed],
    efs_preserved: true,
    success: true,
    error_message: null,
  }
}

function summary(before: Document, after: Document): Omit<RunSummary, 'durations'> {
  const destroyed = existing(before).filter((id) => after.nodes[id]?.status === 'gone')
  return { made: [], destroyed, kept: existing(after), answers: {} }
}
