// A rollback brings a stack back to where the run that failed found it. It reads the ledger only: no tier, no config,
// no graph. Generations that were replaced are their nodes' own again; what was changed in place is changed back, by
// the props that are recorded; what the run made goes. Where that cannot be done, what is there stays, with all that it
// stands on, and the outcome says so.
import type { Outcome, Unrestored } from '@geuse/plugin-api'
import type { Document, RollbackRecord, NodeRecord } from '../state/document.js'
import { broughtBack, replacedKey, withFoundations } from '../state/generations.js'
import { type Change, isUp } from '../state/node-records.js'
import { project } from '../state/projection.js'
import { plannedRemovals, removeAll } from './remove.js'
import { plannedRestores, restoreAll } from './restore.js'
import type { RunContext } from './run-context.js'
import { runOperation } from './run-operation.js'
import { destroyedSince, existing, nothingDone } from './summary.js'

/**
 * @param run a run of operation `rollback`, on a document with a run under way; without one there is nothing to go back
 * to
 * @returns how it ended: the document says `running` where an update was undone altogether, otherwise `failed`
 * @throws GmError while the document says `rolling_back`; re-runnable
 */
export async function rollback(run: RunContext): Promise<Outcome> {
  const before = run.document
  const replaced = replacedBy(before)
  const after = bringingBack(replaced, run.now())(before)
  const planned = [...plannedRestores(run, after), ...plannedRemovals(run, newSince(after), after)]
  return runOperation(run, planned, async () => {
    await run.commit(bringingBack(replaced, run.now()))
    const restored = await restoreAll(run)
    const removals = await removeAll(run, newSince(run.document))
    const unrestored = differencesTo(run.document, restored.reasons)
    const destroyed = destroyedSince(after, run.document)
    await run.commit(ended(unrestored.length === 0, record(run, destroyed)))
    return {
      ...nothingDone,
      updated: restored.done,
      replaced: Object.keys(replaced),
      unrestored,
      destroyed,
      kept: existing(run.document),
      durations: new Map([...restored.durations, ...removals]),
    }
  })
}

/** @returns nodes of which the generation of the start is still there beside its successor */
function replacedBy({ nodes, run }: Document): Readonly<Record<string, number>> {
  const isThere = (node: string, generation: number): boolean => {
    const row = nodes[replacedKey(node, generation)]
    return row !== undefined && isUp(row)
  }
  return Object.fromEntries(Object.entries(run?.ready_at_start ?? {}).filter(([node, at]) => isThere(node, at)))
}

function bringingBack(generations: Readonly<Record<string, number>>, since: string): Change {
  return (document) => {
    const nodes = Object.entries(generations).reduce(
      (rows, [node, generation]) => broughtBack(rows, node, generation, since),
      document.nodes,
    )
    return project({ ...document, status: 'rolling_back', nodes })
  }
}

/**
 * @returns what the run has made and nothing that stays stands on: data stays, and so does what has nothing to go back
 * to
 */
function newSince(document: Document): string[] {
  const { nodes, run } = document
  if (run === null) return []
  const stays = ([key, row]: [string, NodeRecord]): boolean =>
    row.keeps === 'data' || (run.ready_at_start[key] !== undefined && isUp(row))
  const staying = Object.entries(nodes).filter(stays)
  const needed = withFoundations(
    nodes,
    staying.map(([key]) => key),
  )
  return existing(document).filter((key) => !needed.has(key))
}

/** @returns what does not stand as it did at the start, and why */
function differencesTo({ nodes, run }: Document, reasons: ReadonlyMap<string, string>): Unrestored[] {
  return Object.entries(run?.ready_at_start ?? {}).flatMap(([node, generation]): Unrestored[] => {
    const row = nodes[node]
    if (row === undefined || row.status === 'gone')
      return [{ node, state: 'gone', reason: reasons.get(node) ?? 'it is not there any more' }]
    if (row.generation !== generation)
      return [{ node, state: 'changed', reason: 'the one before is not there any more' }]
    if (row.restore === undefined) return []
    return [{ node, state: 'changed', reason: reasons.get(node) ?? 'what it stood on is not there any more' }]
  })
}

function ended(isWhole: boolean, entry: RollbackRecord): Change {
  return (document) => {
    const rows = Object.entries(document.nodes).map(([key, { restore: _restore, ...row }]) => [key, row] as const)
    const isUndone = document.run?.operation === 'update' && isWhole
    return project({
      ...document,
      status: isUndone ? 'running' : 'failed',
      run: null,
      nodes: Object.fromEntries(rows),
      rollback_history: [...document.rollback_history, entry],
    })
  }
}

function usualTrigger({ run }: Document): RollbackRecord['trigger'] {
  return run?.operation === 'update' ? 'update_failed' : 'deploy_failed'
}

function record(run: RunContext, removed: readonly string[]): RollbackRecord {
  return {
    timestamp: run.now(),
    trigger: run.document.run?.trigger ?? usualTrigger(run.document),
    resources_deleted: [...removed],
    efs_preserved: true,
    success: true,
    error_message: null,
  }
}
