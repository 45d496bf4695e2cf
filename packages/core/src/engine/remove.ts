// Resources, from whatever state they are in to "gone": the mirror of ensure, from the ledger alone. A row whose making
// was under way is looked for through the visibility window, whatever its kind: nobody will ask its create again.
import { GmError, type MakesFrom, type PlannedNode, type ResourceContext } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../state/document.js'
import { destroying, gone } from '../state/node-records.js'
import { reversed } from './critical-path.js'
import { findWithRetry, lookupKey, visibilityRemaining } from './find.js'
import type { RunContext } from './run-context.js'
import { deadlineFor, type NodeResult, runNode } from './run-node.js'
import { throwIfFailed } from './run-operation.js'
import { walk } from './walk.js'

/** @returns the removal of some nodes as a run announces it: dependents first */
export function plannedRemovals(
  run: RunContext,
  ids: readonly string[],
  { nodes }: Pick<Document, 'nodes'> = run.document,
): PlannedNode[] {
  const planned = ids.flatMap((id) => {
    const row = nodes[id]
    if (row === undefined) return []
    const { type, stage, deps } = row
    return [{ id, type, stage, deps, seconds: run.deps.resourceOf(type)?.resource.seconds.destroy ?? 0 }]
  })
  return reversed(planned)
}

/**
 * Removes nodes, dependents first. What does not depend on a failure still goes.
 * @returns how long each took, in milliseconds
 */
export async function removeAll(run: RunContext, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const planned = plannedRemovals(run, ids)
  const result = await walk(
    planned.map((node) => ({ ...node, duration: node.seconds })),
    async ({ id }) => (await remove(run, id)).ms,
    { concurrency: run.deps.concurrency, stopped: () => run.deps.signal.aborted, goOnAfterFailure: true },
  )
  const reason = 'something that stands on it is still there'
  for (const { id, stage } of planned.filter((node) => result.skipped.includes(node.id)))
    run.emit({ type: 'node.skipped', node: id, stage, reason })
  throwIfFailed(run, result)
  return result.done
}

/**
 * @param run the run
 * @param key of a row that is not gone
 * @throws GmError PLUGIN_MISSING when nobody here knows its type; what the resource throws
 */
export async function remove(run: RunContext, key: string): Promise<NodeResult<void>> {
  const row = run.document.nodes[key]
  if (row === undefined || row.status === 'gone') return { value: undefined, ms: 0 }
  const owned = run.deps.resourceOf(row.type)
  const deadline = deadlineFor(owned?.resource.seconds.destroy ?? 0)
  return runNode(run, { node: key, stage: row.stage, deadline, plugin: row.plugin }, async ({ cx }) => {
    if (owned === undefined) throw missing(key, row)
    return { value: undefined, outcome: await destroyIfThere(run, key, cx, owned.resource) }
  })
}

/** Removes the thing of a row, within the work of its node. @returns whether it was still there */
export async function destroyIfThere(
  run: RunContext,
  key: string,
  cx: ResourceContext,
  resource: MakesFrom<unknown, unknown>,
): Promise<'destroyed' | 'gone'> {
  const row = run.document.nodes[key]
  if (row === undefined) return 'gone'
  const { visibilityWindow } = run.deps
  if (row.status !== 'destroying') await run.commit(destroying(key, run.now()))
  const window = row.outputs === undefined ? visibilityWindow : visibilityRemaining(row, cx, visibilityWindow)
  const observed = await findWithRetry(resource, cx, lookupKey(row), window)
  if (observed !== undefined) await resource.destroy(cx, { identity: row.identity, observed })
  await run.commit(gone(key, run.now()))
  return observed === undefined ? 'gone' : 'destroyed'
}

function missing(node: string, row: NodeRecord): GmError {
  const words = `${node} is a ${row.type}, which only plugin ${row.plugin} can destroy, and it cannot be used here`
  return new GmError('PLUGIN_MISSING', words, { plugin: row.plugin, hints: [`gm plugins install ${row.plugin}`] })
}
