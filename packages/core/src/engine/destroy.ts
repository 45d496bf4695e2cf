// Destroy and rollback read the ledger only: no tier, no config, no graph. Edges are turned round, so that nothing is
// destroyed under a dependent; a branch that fails does not keep the others from going.
import { GmError, type Outcome, type PlannedNode, type Stage } from '@geuse/plugin-api'
import type { Document, RollbackRecord } from '../state/document.js'
import { setting } from '../state/ledger.js'
import { reversed } from './critical-path.js'
import { remove } from './remove.js'
import { begun, conduct, demandAllDone, type Done } from './run.js'
import type { Session } from './session.js'
import { walk } from './walk.js'

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
export async function destroy(session: Session, options: DestroyOptions): Promise<Outcome> {
  const { journal } = session.ports
  const doomed = living(journal.document).filter((id) => options.deleteData || !keepsData(journal.document, id))
  return conduct(session, plan(session, doomed), async () => {
    const before = journal.document
    await journal.commit((document) =>
      begun(session, 'destroy', options.deleteData)(setting({ status: 'destroying' })(document)),
    )
    await removeAll(session, doomed)
    await demandNothingLeft(options)
    await journal.commit(setting({ status: 'destroyed', run: null, services: [] }))
    return summary(before, journal.document)
  })
}

/**
 * Removes what the failed run made: what was not ready at its start, data excepted.
 * @param trigger why, for the history
 */
export async function rollback(session: Session, trigger: RollbackRecord['trigger']): Promise<Outcome> {
  const { journal } = session.ports
  const untouched = new Set(journal.document.run?.ready_at_start ?? [])
  const doomed = living(journal.document).filter((id) => !untouched.has(id) && !keepsData(journal.document, id))
  return conduct(session, plan(session, doomed), async () => {
    const before = journal.document
    await journal.commit(setting({ status: 'rolling_back' }))
    await removeAll(session, doomed)
    const history = [...before.rollback_history, record(session, trigger, doomed)]
    await journal.commit(setting({ status: 'failed', run: null, rollback_history: history }))
    return summary(before, journal.document)
  })
}

function living(document: Document): string[] {
  return Object.keys(document.nodes).filter((id) => document.nodes[id]?.status !== 'gone')
}

function keepsData(document: Document, id: string): boolean {
  return document.nodes[id]?.keeps === 'data'
}

function plan(session: Session, doomed: readonly string[]): PlannedNode[] {
  const { nodes } = session.ports.journal.document
  const rows = doomed.flatMap((id) => (nodes[id] === undefined ? [] : [{ id, row: nodes[id] }]))
  const planned = rows.map(({ id, row }) => ({
    id,
    type: row.type,
    stage: row.stage as Stage,
    deps: row.deps,
    seconds: session.ports.resourceOf(row.type)?.resource.seconds.destroy ?? 0,
  }))
  return reversed(planned)
}

async function removeAll(session: Session, doomed: readonly string[]): Promise<void> {
  const work = plan(session, doomed).map(({ id, deps, seconds }) => ({ id, deps, duration: seconds }))
  const result = await walk(work, ({ id }) => remove(session, id), {
    concurrency: session.ports.concurrency,
    stopped: () => session.ports.signal.aborted,
    goOnAfterFailure: true,
  })
  const { nodes } = session.ports.journal.document
  for (const id of result.skipped) {
    session.say({
      type: 'node.skipped',
      node: id,
      stage: nodes[id]?.stage as Stage,
      reason: 'something that stands on it is still there',
    })
  }
  demandAllDone(session, result)
}

async function demandNothingLeft(options: DestroyOptions): Promise<void> {
  const left = await options.leftovers()
  if (left.length === 0) return
  throw new GmError('LEFTOVERS', `still there: ${left.join(', ')}`)
}

function record(session: Session, trigger: RollbackRecord['trigger'], doomed: readonly string[]): RollbackRecord {
  return {
    timestamp: session.now(),
    trigger,
    resources_deleted: [...doomed],
    efs_preserved: true,
    success: true,
    error_message: null,
  }
}

function summary(before: Document, after: Document): Done {
  return {
    made: [],
    destroyed: living(before).filter((id) => after.nodes[id]?.status === 'gone'),
    kept: living(after),
    answers: {},
  }
}
