// One resource, from whatever state it is in to "there, and as it should be": intent written, looked for, made if
// missing, put right, outcome written. There is no other path, for a first deploy, a resumed one or a repair.
import { isGmError, type MakesFrom, type NodeOutcome } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { creating, ready } from '../state/node-records.js'
import { findWithRetry, lookupKey, visibilityRemaining } from './find.js'
import type { ResourceStep } from './graph.js'
import type { NodeContext, RunContext } from './run-context.js'
import { deadlineFor, type NodeResult, runNode } from './run-node.js'
import { digest } from './token.js'

interface Task extends NodeContext {
  readonly run: RunContext
  readonly step: ResourceStep
  readonly resource: MakesFrom<unknown, unknown>
  readonly props: unknown
  readonly identity: unknown
}

/** Creates are tried this often when their answer was lost. */
const tries = 4

/**
 * @param run the run
 * @param step the resource, its edges and props
 * @param made outputs of what it stands on
 * @returns its outputs, and how long it took
 */
export async function ensure(
  run: RunContext,
  step: ResourceStep,
  made: ReadonlyMap<string, unknown>,
): Promise<NodeResult<unknown>> {
  const { id: node, resource } = step
  const props = step.props(made)
  const identity = resource.identity(props, { stack: run.deps.stack, node })
  const { create } = resource.seconds
  const deadline = deadlineFor(typeof create === 'number' ? create : create(props))
  const about = { node, stage: resource.stage, deadline, plugin: pluginOf(run, resource) }
  return runNode(run, about, async (context) => {
    const { outputs, outcome } = await observeOrMake({ ...context, run, step, resource, props, identity })
    return { value: outputs, outcome, label: resource.label?.(outputs) }
  })
}

async function observeOrMake(task: Task): Promise<{ outputs: unknown; outcome: NodeOutcome }> {
  const { run, node, resource, cx, props } = task
  const there = await observe(task, run.document.nodes[node])
  if (there === undefined) await announce(task)
  const observed = there ?? (await make(task))
  const outputs = (await resource.sync?.(cx, observed, props)) ?? observed
  await record(task, outputs)
  return { outputs, outcome: there === undefined ? 'created' : 'found' }
}

// A first intent of this run cannot have been acted on by anybody: there is nothing to look for.
async function observe({ run, resource, cx, identity }: Task, row: NodeRecord | undefined): Promise<unknown> {
  if (row === undefined || row.status === 'gone') return undefined
  const { visibilityWindow } = run.deps
  if (row.status === 'ready')
    return findWithRetry(resource, cx, lookupKey(row), visibilityRemaining(row, cx, visibilityWindow))
  return findWithRetry(resource, cx, { ...lookupKey(row), identity }, windowFor(resource, visibilityWindow))
}

// Tokens and names find their thing in the create itself; a search has nothing else to find it by.
function windowFor({ idempotent }: MakesFrom<unknown, unknown>, window: number): number {
  return idempotent === 'search' ? window : 0
}

async function announce({ run, step, node, resource, identity }: Task): Promise<void> {
  const intent = {
    type: resource.type,
    plugin: pluginOf(run, resource),
    stage: resource.stage,
    identity: identity as NodeRecord['identity'],
    deps: [...step.standsOn],
    keeps: resource.keeps,
  }
  await run.commit(creating(node, intent, run.now()))
}

async function make(task: Task): Promise<unknown> {
  const { resource, cx, props } = task
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await resource.create(cx, props)
    } catch (error) {
      const found = await findAfterError(task, error)
      if (found !== undefined) return found
      if (left === 0 || !isAnswerLost(error) || cx.signal.aborted) throw error
    }
  }
}

// The call may have done its work although it failed: a lost answer, or "already exists" after a repeated one.
async function findAfterError({ run, resource, cx, identity }: Task, error: unknown): Promise<unknown> {
  const { visibilityWindow } = run.deps
  if (isGmError(error) && error.code === 'CONFLICT') return findWithRetry(resource, cx, { identity }, visibilityWindow)
  if (!isAnswerLost(error)) return undefined
  return findWithRetry(resource, cx, { identity }, windowFor(resource, visibilityWindow))
}

function isAnswerLost(error: unknown): boolean {
  return isGmError(error) && (error.code === 'UNREACHABLE' || error.code === 'CLOUD_FAILED')
}

async function record({ run, node, props }: Task, outputs: unknown): Promise<void> {
  const row = run.document.nodes[node]
  const propsDigest = digest(props)
  const same = row?.status === 'ready' && digest(row.outputs) === digest(outputs) && row.props_digest === propsDigest
  if (!same) await run.commit(ready(node, outputs, propsDigest, run.now()))
}

function pluginOf(run: RunContext, resource: MakesFrom<unknown, unknown>): string {
  return run.deps.resourceOf(resource.type)?.plugin ?? 'core'
}
