// A deploy walks the graph and ensures every node. The same walk makes a stack, goes on with one, and repairs one.
import { isGmError, type Outcome, type PlannedNode, type Stage } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { setting } from '../state/ledger.js'
import { attempt } from './attempt.js'
import { ensure } from './ensure.js'
import type { Step } from './graph.js'
import { begun, conduct, demandAllDone, type Done } from './run.js'
import type { Session } from './session.js'
import { walk } from './walk.js'

/**
 * @param session a run of operation `deploy`
 * @param steps the graph
 * @returns how it ended; the document says `running`
 * @throws GmError after the document says what is true: `failed`, or unchanged when the user interrupted
 */
export async function deploy(session: Session, steps: readonly Step[]): Promise<Outcome> {
  const planned = steps.map(plannedNode)
  return conduct(session, planned, async () => {
    const { journal } = session.ports
    const before = journal.document
    await journal.commit((document) =>
      begun(session, 'deploy')(setting({ status: before.status === 'running' ? 'running' : 'creating' })(document)),
    )
    const made = new Map<string, unknown>()
    try {
      await ensureAll(session, steps, planned, made)
    } catch (error) {
      await recordFailure(session, error)
      throw error
    }
    await journal.commit(setting({ status: 'running', run: null }))
    return { ...done(before, journal.document), answers: answersOf(steps, made) }
  })
}

function plannedNode(step: Step): PlannedNode {
  const { id, deps } = step
  if (step.kind === 'check')
    return { id, deps, type: step.check.type, stage: step.check.stage, seconds: step.check.seconds }
  const { type, stage, seconds } = step.resource
  return { id, deps, type, stage, seconds: typeof seconds.create === 'number' ? seconds.create : 0 }
}

async function ensureAll(
  session: Session,
  steps: readonly Step[],
  planned: readonly PlannedNode[],
  made: Map<string, unknown>,
): Promise<void> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const work = planned.map(({ id, deps, seconds }) => ({ id, deps, duration: seconds }))
  const result = await walk(work, async ({ id }) => void made.set(id, await act(session, byId.get(id) as Step, made)), {
    concurrency: session.ports.concurrency,
    stopped: () => session.ports.signal.aborted,
    goOnAfterFailure: false,
  })
  for (const { id, stage } of planned.filter((node) => result.skipped.includes(node.id))) {
    session.say({ type: 'node.skipped', node: id, stage, reason: 'the run ended before it' })
  }
  demandAllDone(session, result)
}

async function act(session: Session, step: Step, made: ReadonlyMap<string, unknown>): Promise<unknown> {
  if (step.kind === 'resource') return ensure(session, step, made)
  const { check } = step
  let outputs: unknown
  const about = {
    node: step.id,
    stage: check.stage as Stage,
    deadline: check.deadline,
    plugin: session.ports.pluginOfCheck(check.type),
  }
  await attempt(session, about, async ({ cx }) => {
    outputs = await check.run(cx, step.props(made))
    return { outcome: 'passed' }
  })
  return outputs
}

// An interrupted run is still under way: its document keeps the status that the next deploy goes on from.
async function recordFailure(session: Session, error: unknown): Promise<void> {
  if (isGmError(error) && error.code === 'INTERRUPTED') return
  await session.ports.journal.commit(setting({ status: 'failed' }))
}

function answersOf(steps: readonly Step[], made: ReadonlyMap<string, unknown>): Done['answers'] {
  return Object.fromEntries(steps.filter(({ kind }) => kind === 'check').map(({ id }) => [id, made.get(id)]))
}

function done(before: Document, after: Document): Omit<Done, 'answers'> {
  const ids = Object.keys(after.nodes)
  const generation = (document: Document, id: string): number =>
    document.nodes[id]?.status === 'ready' ? document.nodes[id].generation : -1
  return { made: ids.filter((id) => generation(after, id) > generation(before, id)), destroyed: [], kept: [] }
}
