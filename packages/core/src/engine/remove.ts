// One resource, from whatever state it is in to "gone": the mirror of ensure, from the ledger alone. A row whose making
// was under way is looked for through the visibility window, whatever its kind: nobody will ask its create again.
import { GmError, type Stage } from '@geuse/plugin-api'
import type { Row } from '../state/document.js'
import { destroying, gone } from '../state/ledger.js'
import { attempt, deadlineFor } from './attempt.js'
import { knownOf, lookThroughWindow, youth } from './look.js'
import type { Registered, Session, Worker } from './session.js'

/**
 * @param session the run
 * @param node id of a row that is not gone
 * @throws GmError PLUGIN_MISSING when nobody here knows its type; what the resource throws
 */
export async function remove(session: Session, node: string): Promise<void> {
  const row = session.ports.journal.document.nodes[node]
  if (row === undefined || row.status === 'gone') return
  const registered = session.ports.resourceOf(row.type)
  const deadline = deadlineFor(registered?.resource.seconds.destroy ?? 0)
  await attempt(session, { node, stage: row.stage as Stage, deadline, plugin: row.plugin }, async (worker) => {
    if (registered === undefined) throw missing(node, row)
    return { outcome: await destroyIfThere(session, row, worker, registered) }
  })
}

async function destroyIfThere(
  session: Session,
  row: Row,
  worker: Worker,
  { resource }: Registered,
): Promise<'destroyed' | 'gone'> {
  const { journal, visibilityWindow } = session.ports
  if (row.status !== 'destroying') await journal.commit(destroying(worker.node, session.now()))
  const window = row.outputs === undefined ? visibilityWindow : youth(row, worker.cx, visibilityWindow)
  const observed = await lookThroughWindow(resource, worker.cx, knownOf(row), window)
  if (observed !== undefined) await resource.destroy(worker.cx, { identity: row.identity, observed })
  await journal.commit(gone(worker.node, session.now()))
  return observed === undefined ? 'gone' : 'destroyed'
}

function missing(node: string, row: Row): GmError {
  return new GmError(
    'PLUGIN_MISSING',
    `${node} is a ${row.type}, which only plugin ${row.plugin} can destroy; it is not installed`,
    {
      plugin: row.plugin,
      hints: [`gm plugins install ${row.plugin}`],
    },
  )
}
