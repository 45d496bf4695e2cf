// A deploy walks the graph and ensures every node. The same walk makes a stack, goes on with one, and repairs one.
import { isGmError, type Outcome } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { setting } from '../state/node-records.js'
import { ensure } from './ensure.js'
import type { Step } from './graph.js'
import type { RunContext } from './run-context.js'
import { beginRun, runOperation, type RunSummary } from './run-operation.js'
import { answersOf, plannedNode, walkSteps } from './walk-steps.js'

/**
 * @param run a run of operation `deploy`
 * @param steps the graph
 * @returns how it ended; the document says `running`
 * @throws GmError after the document says what is true: `failed`, or unchanged when the user interrupted
 */
export async function deploy(run: RunContext, steps: readonly Step[]): Promise<Outcome> {
  return runOperation(run, steps.map(plannedNode), async () => {
    const before = run.document
    const status = before.status === 'running' ? 'running' : 'creating'
    await run.commit((document) => beginRun(document, { id: run.id, operation: 'deploy', at: run.now(), status }))
    const made = new Map<string, unknown>()
    const durations = await walkSteps(run, steps, made, (step) => ensure(run, step, made)).catch(
      async (error: unknown) => {
        await recordFailure(run, error)
        throw error
      },
    )
    await run.commit(setting({ status: 'running', run: null }))
    return { ...summary(before, run.document), durations, answers: answersOf(steps, made) }
  })
}

// An interrupted run is still under way: its document keeps the status that the next deploy goes on from.
async function recordFailure(run: RunContext, error: unknown): Promise<void> {
  if (isGmError(error) && error.code === 'INTERRUPTED') return
  await run.commit(setting({ status: 'failed' }))
}

function summary(before: Document, after: Document): Pick<RunSummary, 'made' | 'destroyed' | 'kept'> {
  const generation = (document: Document, id: string): number =>
    document.nodes[id]?.status === 'ready' ? document.nodes[id].generation : -1
  const ready = Object.keys(after.nodes).filter((id) => after.nodes[id]?.status === 'ready')
  const made = ready.filter((id) => generation(after, id) > generation(before, id))
  return { made, destroyed: [], kept: ready.filter((id) => !made.includes(id)) }
}
