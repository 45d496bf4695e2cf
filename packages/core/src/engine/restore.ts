// What an update has changed in place is changed back, from the props that the ledger holds. What cannot be changed
// back, because its plugin is not here or the cloud refuses for good, stays as it is and is told; what fails otherwise
// ends the rollback, which can be run again.
import { GmError, isGmError, type MakesFrom, type PlannedNode } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../state/document.js'
import { changedBack, givenUp, gone, isUp, updating } from '../state/node-records.js'
import { madeFrom, recordable } from './compare.js'
import { findWithRetry, lookupKey, visibilityRemaining } from './find.js'
import type { NodeContext, RunContext } from './run-context.js'
import { deadlineFor, runNode } from './run-node.js'
import { throwIfFailed } from './run-operation.js'
import { walk } from './walk.js'

/** What became of the nodes that an update had changed in place. */
export interface Restored {
  readonly done: readonly string[]
  /** Why others could not be changed back. */
  readonly reasons: ReadonlyMap<string, string>
  /** How long each took, in milliseconds. */
  readonly durations: ReadonlyMap<string, number>
}

/** @returns what is to be changed back, as a run announces it: what it stands on first */
export function plannedRestores(run: RunContext, { nodes }: Document): PlannedNode[] {
  const rows = Object.entries(nodes).filter(([, row]) => isChanged(row))
  const ids = new Set(rows.map(([key]) => key))
  return rows.map(([id, { type, stage, restore }]) => {
    const deps = restore?.deps.filter((dep) => ids.has(dep)) ?? []
    return { id, type, stage, deps, seconds: secondsToUpdate(run.deps.resourceOf(type)?.resource) }
  })
}

function secondsToUpdate(resource: MakesFrom<unknown, unknown> | undefined): number {
  const { create = 0, update } = resource?.seconds ?? {}
  return update ?? (typeof create === 'number' ? create : 0)
}

function isChanged(row: NodeRecord): boolean {
  return row.restore !== undefined && row.restore !== null && isUp(row)
}

/** Changes back what was changed in place. What does not stand on a failure goes on. */
export async function restoreAll(run: RunContext): Promise<Restored> {
  const reasons = new Map<string, string>()
  const result = await walk(
    plannedRestores(run, run.document).map((node) => ({ ...node, duration: node.seconds })),
    async ({ id }) => {
      const { value, ms } = await restore(run, id)
      if (value !== undefined) reasons.set(id, value)
      return ms
    },
    { concurrency: run.deps.concurrency, stopped: () => run.deps.signal.aborted, goOnAfterFailure: true },
  )
  throwIfFailed(run, result)
  return { done: [...result.done.keys()].filter((id) => !reasons.has(id)), reasons, durations: result.done }
}

/** @returns why it could not be changed back, where that is so */
function restore(run: RunContext, key: string): Promise<{ readonly value: string | undefined; readonly ms: number }> {
  const row = run.document.nodes[key]
  if (row === undefined) return Promise.resolve({ value: undefined, ms: 0 })
  const resource = run.deps.resourceOf(row.type)?.resource
  const deadline = deadlineFor(secondsToUpdate(resource))
  return runNode(run, { node: key, stage: row.stage, deadline, plugin: row.plugin }, async (context) => {
    const reason = await changeBack(run, row, context, resource).catch((error: unknown) => {
      if (!isGmError(error) || error.retryable || error.code === 'INTERRUPTED') throw error
      return error.message
    })
    if (reason !== undefined) await run.commit(givenUp(key))
    return { value: reason, outcome: reason === undefined ? 'updated' : 'found', label: reason }
  })
}

async function changeBack(
  run: RunContext,
  row: NodeRecord,
  { cx, node }: NodeContext,
  resource: MakesFrom<unknown, unknown> | undefined,
): Promise<string | undefined> {
  if (resource?.update === undefined) throw new GmError('PLUGIN_MISSING', `nobody here can change a ${row.type}`)
  const { inputs, deps } = row.restore as NonNullable<NodeRecord['restore']>
  const window = visibilityRemaining(row, cx, run.deps.visibilityWindow)
  const observed = await findWithRetry(resource, cx, lookupKey(row), window)
  if (observed === undefined) {
    await run.commit(gone(node, run.now()))
    return 'it is not there any more'
  }
  await run.commit(updating(node, { outputs: row.outputs ?? recordable(observed), inputs, deps }, run.now()))
  const changed = await resource.update(cx, observed, inputs, madeFrom(row))
  const outputs = (await resource.sync?.(cx, changed, inputs)) ?? changed
  await run.commit(changedBack(node, { outputs: recordable(outputs), inputs, deps }, run.now()))
  return undefined
}
