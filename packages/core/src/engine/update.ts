// An update makes of what is there what is wanted now: each node is compared once the outputs of what it stands on are
// known, and changed in place, replaced or left. Nothing that was replaced or is not wanted any more goes before
// everything else is up and its checks have passed: until then, a rollback can bring it back.
import type { Outcome } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../state/document.js'
import { withFoundations } from '../state/generations.js'
import type { Change } from '../state/node-records.js'
import { project } from '../state/projection.js'
import type { Step } from './graph.js'
import { plannedRemovals, removeAll } from './remove.js'
import type { RunContext } from './run-context.js'
import { beginRun, runOperation } from './run-operation.js'
import { existing, summaryOf } from './summary.js'
import { plannedNode, walkSteps } from './walk-steps.js'

/**
 * @param run a run of operation `update`
 * @param steps the graph that is wanted
 * @returns how it ended; the document says `running`
 * @throws GmError while the document says `updating`: the next update goes on from there, a rollback goes back; or,
 * once it says `running`, because something that is not needed any more could not be removed yet
 */
export async function update(run: RunContext, steps: readonly Step[]): Promise<Outcome> {
  const planned = [...steps.map(plannedNode), ...plannedRemovals(run, unwanted(run.document, steps))]
  return runOperation(run, planned, async () => {
    const before = run.document
    const start = { id: run.id, operation: 'update', at: run.now(), status: 'updating' } as const
    await run.commit((document) => beginRun(document, start))
    const walked = await walkSteps(run, steps, 'apply')
    const ids = unwanted(run.document, steps)
    await run.commit(accepted(ids, run.now()))
    const removals = await removeAll(run, ids)
    return { ...summaryOf(before, walked, removals), kept: keptAside(run.document, steps) }
  })
}

/**
 * @returns what nothing needs any more once the graph is up: neither the graph nor what stays because it holds data
 */
export function unwanted(document: Document, steps: readonly Step[]): string[] {
  const wanted = new Map(steps.map(({ id, standsOn }) => [id, [...standsOn]]))
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([key, row]) => [key, { ...row, deps: wanted.get(key) ?? row.deps }]),
  )
  const stays = (key: string): boolean => wanted.has(key) || nodes[key]?.keeps === 'data'
  const needed = withFoundations(nodes, existing(document).filter(stays))
  return existing(document).filter((key) => !needed.has(key))
}

/** @returns nodes that are not wanted any more and hold data */
function keptAside(document: Document, steps: readonly Step[]): string[] {
  const wanted = new Set(steps.map(({ id }) => id))
  return existing(document).filter((key) => !wanted.has(key))
}

/** The point of no return: what is up is the stack, and what is not needed any more is about to go. */
function accepted(ids: readonly string[], since: string): Change {
  return (document) => {
    const rows = Object.entries(document.nodes).map(([key, { restore: _restore, ...row }]): [string, NodeRecord] => [
      key,
      ids.includes(key) ? { ...row, status: 'destroying', since } : row,
    ])
    return project({ ...document, status: 'running', run: null, nodes: Object.fromEntries(rows) })
  }
}
