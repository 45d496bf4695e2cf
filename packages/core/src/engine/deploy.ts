// A deploy walks the graph and ensures every node. The same walk makes a stack, goes on with one, and repairs one. What
// is there and wanted otherwise stays as it is: that is an update's to change.
import { isGmError, type Outcome } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { withFoundations } from '../state/generations.js'
import { readyNodes, setting } from '../state/node-records.js'
import type { Step } from './graph.js'
import { removeAll } from './remove.js'
import type { RunContext } from './run-context.js'
import { beginRun, runOperation } from './run-operation.js'
import { summaryOf } from './summary.js'
import { plannedNode, walkSteps } from './walk-steps.js'

/**
 * @param run a run of operation `deploy`
 * @param steps the graph
 * @returns how it ended; the document says `running`
 * @throws GmError after the document says what is true: `failed`, or unchanged when the user interrupted
 */
export async function deploy(run: RunContext, steps: readonly Step[]): Promise<Outcome> {
  return runOperation(run, steps.map(plannedNode), async () => {
    const before = run.document
    const status = standing.includes(before.status) ? 'running' : 'creating'
    await run.commit((document) => beginRun(document, { id: run.id, operation: 'deploy', at: run.now(), status }))
    const walked = await walkSteps(run, steps, 'leave').catch(async (error: unknown) => {
      await recordFailure(run, error)
      throw error
    })
    await run.commit(setting({ status: 'running', run: null }))
    const removals = await removeAll(run, leftBehind(run.document, steps))
    const summary = summaryOf(before, walked, removals)
    return { ...summary, kept: Object.keys(readyNodes(run.document)).filter((id) => !summary.made.includes(id)) }
  })
}

/** Statuses of a stack that was up: what is missing of it is mended. */
const standing: readonly Document['status'][] = ['running', 'stopping', 'stopped']

/** @returns what an update had announced the end of and did not come to remove */
function leftBehind({ nodes }: Document, steps: readonly Step[]): string[] {
  const wanted = new Set(steps.map(({ id }) => id))
  const ending = Object.keys(nodes).filter((key) => nodes[key]?.status === 'destroying' && !wanted.has(key))
  const staying = Object.keys(nodes).filter((key) => !ending.includes(key))
  const needed = withFoundations(nodes, staying)
  return ending.filter((key) => !needed.has(key))
}

// An interrupted run is still under way: its document keeps the status that the next deploy goes on from.
async function recordFailure(run: RunContext, error: unknown): Promise<void> {
  if (isGmError(error) && error.code === 'INTERRUPTED') return
  await run.commit(setting({ status: 'failed' }))
}
