// A destroy reads the ledger only: no tier, no config, no graph. Edges are turned round, so that nothing is destroyed
// under a dependent; a branch that fails does not keep the others from going.
import { GmError, type Outcome } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { setting } from '../state/node-records.js'
import { plannedRemovals, removeAll } from './remove.js'
import type { RunContext } from './run-context.js'
import { beginRun, runOperation } from './run-operation.js'
import { destroyedSince, existing, nothingDone } from './summary.js'

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
    const destroyed = destroyedSince(before, run.document)
    return { ...nothingDone, destroyed, kept: existing(run.document), durations }
  })
}

function keepsData(document: Document, key: string): boolean {
  return document.nodes[key]?.keeps === 'data'
}

async function demandNothingLeft(options: DestroyOptions): Promise<void> {
  const left = await options.leftovers()
  if (left.length === 0) return
  throw new GmError('LEFTOVERS', `still there: ${left.join(', ')}`)
}
