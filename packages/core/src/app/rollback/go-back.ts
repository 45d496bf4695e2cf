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
  /** Puts data back where it has to be. @returns whether it did */
  readonly dataBack?: (() => Promise<boolean>) | undefined
  readonly signal: AbortSignal
}

/** How going back ended. */
export interface GoneBack {
  readonly outcome: Outcome
  readonly isDataBack: boolean
}

/**
 * @param run the run that holds the stack
 * @returns how it ended: the stack is healthy, and again what it was
 * @throws GmError while the document says where it is going: the next rollback goes on
 */
export async function goBack(host: Host, run: OpenRun, going: GoingBack): Promise<GoneBack> {
  const { back, trigger, reason } = going
  const { config, facts, plugins, tier } = back.placed.document
  const before = run.writer.document
  const going_back = begun(before, back.state.revision, { trigger, reason })
  const open = before.run === null ? null : { ...before.run, trigger: going_back.trigger }
  await run.writer.commit(setting({ config, facts, plugins, tier, run: open, going_back, status: 'rolling_back' }))
  const gone = await withData(going, () => goes(host, run, going))
  await run.writer.commit(recording(going_back, { at: host.now(), removed: removedBy(gone.outcome) }))
  return gone
}

/** An older version that does not come up with what a newer one has made of its data is tried again with its own. */
async function withData({ dataBack, signal }: GoingBack, to: () => Promise<Outcome>): Promise<GoneBack> {
  if (dataBack === undefined) return { outcome: await to(), isDataBack: false }
  const [first] = await Promise.allSettled([to()])
  if (first.status === 'rejected' && signal.aborted) throw first.reason
  const isDataBack = await dataBack()
  if (first.status === 'fulfilled') return { outcome: first.value, isDataBack }
  if (!isDataBack) throw first.reason
  return { outcome: await to(), isDataBack }
}

async function goes(host: Host, run: OpenRun, { back, clients, signal }: GoingBack): Promise<Outcome> {
  const { placed, resolved } = back
  if (run.writer.document.run !== null) await run.orchestrator.rollback(signal)
  const outcome = await (await run.orchestratorOf(placed.steps)).update(signal)
  await recordHealthy(
    host,
    run.writer,
    { ...resolved, intent: 'update', clients },
    { ...outcome, operation: 'rollback' },
  )
  return outcome
}

type Going = NonNullable<Document['going_back']>

/** What was begun before is gone on with, and stays what it was begun as. */
function begun(
  { going_back: there, rollback_history: told }: Document,
  to: number,
  why: Pick<Going, 'trigger' | 'reason'>,
): Going {
  return there?.to === to ? there : { to, ...why, rollbacks_before: told.length }
}

function removedBy({ destroyed, replaced }: Outcome): readonly string[] {
  return [...destroyed, ...replaced]
}

interface Ended {
  readonly at: string
  readonly removed: readonly string[]
}

/** The ledger's own rollback has written its record already: it is completed, not told twice. */
function recording({ trigger, reason, rollbacks_before: before }: Going, { at, removed }: Ended) {
  return (document: Document): Document => {
    const history = document.rollback_history
    const own = history.slice(before)
    const record: RollbackRecord = {
      timestamp: at,
      trigger,
      resources_deleted: [...own.flatMap((one) => one.resources_deleted), ...removed],
      efs_preserved: true,
      success: true,
      error_message: reason,
    }
    return {
      ...document,
      going_back: null,
      update_backup: null,
      rollback_history: [...history.slice(0, before), record],
    }
  }
}
