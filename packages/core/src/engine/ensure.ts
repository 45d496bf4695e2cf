// One resource, from whatever state it is in to "there, and as it should be": intent written, looked for, made if
// missing, put right, outcome written. There is no other path, for a first deploy, a resumed one or a repair.
import { isGmError, type MakesFrom, type NodeOutcome, type Stage } from '@geuse/plugin-api'
import type { Row } from '../state/document.js'
import { creating, ready } from '../state/ledger.js'
import { attempt, deadlineFor } from './attempt.js'
import type { Step } from './graph.js'
import { knownOf, lookThroughWindow, youth } from './look.js'
import type { Session, Worker } from './session.js'
import { digest } from './token.js'

/** A resource's step. */
export type ResourceStep = Extract<Step, { kind: 'resource' }>

interface Task {
  readonly session: Session
  readonly step: ResourceStep
  readonly resource: MakesFrom<unknown, unknown>
  readonly worker: Worker
  readonly props: unknown
  readonly identity: unknown
}

/** Creates are tried this often when their answer was lost. */
const tries = 4

/**
 * @param session the run
 * @param step the resource, its edges and props
 * @param made outputs of what it stands on
 * @returns its outputs
 */
export async function ensure(
  session: Session,
  step: ResourceStep,
  made: ReadonlyMap<string, unknown>,
): Promise<unknown> {
  const { resource } = step
  const props = step.props(made)
  const identity = resource.identity(props, { stack: session.ports.stack, node: step.id })
  const expected =
    typeof resource.seconds.create === 'number' ? resource.seconds.create : resource.seconds.create(props)
  let outputs: unknown
  const about = {
    node: step.id,
    stage: resource.stage as Stage,
    deadline: deadlineFor(expected),
    plugin: pluginOf(session, resource),
  }
  await attempt(session, about, async (worker) => {
    const ensured = await observeOrMake({ session, step, resource, worker, props, identity })
    outputs = ensured.outputs
    return { outcome: ensured.outcome, label: resource.label?.(outputs) }
  })
  return outputs
}

async function observeOrMake(task: Task): Promise<{ outputs: unknown; outcome: NodeOutcome }> {
  const { session, step, resource, worker, props } = task
  const row = session.ports.journal.document.nodes[step.id]
  const there = await observe(task, row)
  if (there === undefined) await announce(task)
  const observed = there ?? (await make(task))
  const outputs = (await resource.sync?.(worker.cx, observed, props)) ?? observed
  await record(task, outputs)
  return { outputs, outcome: there === undefined ? 'created' : 'found' }
}

// A first intent of this run cannot have been acted on by anybody: there is nothing to look for.
async function observe(task: Task, row: Row | undefined): Promise<unknown> {
  if (row === undefined || row.status === 'gone') return undefined
  const { resource, worker, session, identity } = task
  const { visibilityWindow } = session.ports
  if (row.status === 'ready')
    return lookThroughWindow(resource, worker.cx, knownOf(row), youth(row, worker.cx, visibilityWindow))
  return lookThroughWindow(resource, worker.cx, { ...knownOf(row), identity }, windowFor(task, visibilityWindow))
}

// Tokens and names find their thing in the create itself; only a search has nothing but its eyes.
function windowFor({ resource }: Task, window: number): number {
  return resource.idempotent === 'search' ? window : 0
}

async function announce(task: Task): Promise<void> {
  const { session, step, resource, identity } = task
  const intent = {
    type: resource.type,
    plugin: pluginOf(session, resource),
    stage: resource.stage,
    identity: identity as Row['identity'],
    deps: [...step.standsOn],
    keeps: resource.keeps,
  }
  await session.ports.journal.commit(creating(step.id, intent, session.now()))
}

async function make(task: Task): Promise<unknown> {
  const { resource, worker, props } = task
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await resource.create(worker.cx, props)
    } catch (error) {
      const found = await foundAfter(task, error)
      if (found !== undefined) return found
      if (left === 0 || !isAnswerLost(error) || worker.cx.signal.aborted) throw error
    }
  }
}

// The call may have done its work although it failed: a lost answer, or "already exists" after a repeated one.
async function foundAfter(task: Task, error: unknown): Promise<unknown> {
  const { resource, worker, session, identity } = task
  const window = session.ports.visibilityWindow
  if (isGmError(error) && error.code === 'CONFLICT') return lookThroughWindow(resource, worker.cx, { identity }, window)
  if (!isAnswerLost(error)) return undefined
  return lookThroughWindow(resource, worker.cx, { identity }, windowFor(task, window))
}

function isAnswerLost(error: unknown): boolean {
  return isGmError(error) && (error.code === 'UNREACHABLE' || error.code === 'CLOUD_FAILED')
}

async function record({ session, step, props }: Task, outputs: unknown): Promise<void> {
  const row = session.ports.journal.document.nodes[step.id]
  const madeFrom = digest(props)
  const same = row?.status === 'ready' && digest(row.outputs) === digest(outputs) && row.made_from === madeFrom
  if (!same) await session.ports.journal.commit(ready(step.id, outputs, madeFrom, session.now()))
}

function pluginOf(session: Session, resource: MakesFrom<unknown, unknown>): string {
  return session.ports.resourceOf(resource.type)?.plugin ?? 'core'
}
