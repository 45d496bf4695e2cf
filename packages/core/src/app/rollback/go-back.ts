// Back to a state that was found healthy (source document, 4.6 and 7.4): first by the ledger, which brings back what
// was replaced and changes back what was changed in place; then by the graph of that state, which makes what could not
// be had back, and whose checks say that it is well. Data stays as it is.
import type { Outcome } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import type { Document, RollbackRecord, RollbackTrigger } from '../../state/document.js'
import { setting } from '../../state/node-records.js'
import { recordHealthy } from '../deploy/record-healthy.js'
import type { Host } from '../host.js'
import type { OpenRun } from '../run/run.js'
import type { EarlierState } from './earlier-state.js'

/** Where to go back to, and why. */
export interface GoingBack {
  readonly back: EarlierState
  /** Of the account. */
  readonly clients: Clients
  readonly trigger: RollbackTrigger
  /** What went wrong, in a sentence; null where nothing did. */
  readonly reason: string | null
  readonly signal: AbortSignal
}

/**
 * @param run the run that holds the stack
 * @returns how it ended: the stack is healthy, and again what it was
 * @throws GmError while the document says `rolling_back` or `updating`, with the config of the earlier state: the next
 *   rollback goes on
 */
export async function goBack(host: Host, run: OpenRun, going: GoingBack): Promise<Outcome> {
  const { back, clients, trigger, reason, signal } = going
  const { placed, resolved } = back
  const before = run.writer.document
  const { config, facts, plugins, tier } = placed.document
  const open = before.run === null ? null : { ...before.run, trigger }
  await run.writer.commit(setting({ config, facts, plugins, tier, run: open, status: 'rolling_back' }))
  if (open !== null) await run.orchestrator.rollback(signal)
  const outcome = await (await run.orchestratorOf(placed.steps)).update(signal)
  await recordHealthy(
    host,
    run.writer,
    { ...resolved, intent: 'update', clients },
    { ...outcome, operation: 'rollback' },
  )
  await run.writer.commit(recording(before, { trigger, at: host.now(), reason, removed: removedBy(outcome) }))
  return outcome
}

function removedBy({ destroyed, replaced }: Outcome): readonly string[] {
  return [...destroyed, ...replaced]
}

interface Ended {
  readonly trigger: RollbackTrigger
  readonly at: string
  readonly reason: string | null
  readonly removed: readonly string[]
}

/** The ledger's own rollback has written its record already: it is completed, not told twice. */
function recording(before: Document, { trigger, at, reason, removed }: Ended) {
  return (document: Document): Document => {
    const history = document.rollback_history
    const own = history.slice(before.rollback_history.length)
    const record: RollbackRecord = {
      timestamp: at,
      trigger,
      resources_deleted: [...own.flatMap((one) => one.resources_deleted), ...removed],
      efs_preserved: true,
      success: true,
      error_message: reason,
    }
    return { ...document, rollback_history: [...history.slice(0, before.rollback_history.length), record] }
  }
}
