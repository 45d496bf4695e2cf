// One resource, from whatever state it is in to "there, and as it should be": intent written, looked for, made if
// missing, changed or replaced where something else is wanted, put right, outcome written. There is no other path, for
// a first deploy, a resumed one, a repair or an update.
import { GmError, type NodeOutcome } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { dependentsOf } from '../state/generations.js'
import { type Made, ready, updating } from '../state/node-records.js'
import { decide, isSame, madeFrom, recordable } from './compare.js'
import { findWithRetry, lookupKey, visibilityRemaining } from './find.js'
import type { ResourceStep } from './graph.js'
import { announceAndMake, type Task, wantedOf, windowFor } from './make.js'
import { replace } from './replace.js'
import type { RunContext } from './run-context.js'
import { deadlineFor, type NodeResult, runNode } from './run-node.js'

/**
 * What becomes of a node that is ready and made from other props than are wanted now: an update applies the change, a
 * deploy leaves the thing as it is. A node that is not ready was under way, and becomes what is wanted in both.
 */
export type ChangePolicy = 'apply' | 'leave'

/**
 * @param run the run
 * @param step the resource, its edges and props
 * @param made outputs of what it stands on
 * @returns its outputs and what was done, and how long it took
 */
export async function ensure(
  run: RunContext,
  step: ResourceStep,
  made: ReadonlyMap<string, unknown>,
  policy: ChangePolicy,
): Promise<NodeResult<Ensured>> {
  const { id: node, resource } = step
  const props = step.props(made)
  const { create, update = 0 } = resource.seconds
  const expected = Math.max(typeof create === 'number' ? create : create(props), update)
  const deadline = deadlineFor(expected) + secondsToClear(run, node)
  const about = { node, stage: resource.stage, deadline, plugin: run.pluginOf(resource.type) }
  return run.exclusive(node, () =>
    runNode(run, about, async (context) => {
      const task: Task = { ...context, run, step, resource, props, inputs: recordable(props) }
      const ensured = await settle(task, policy)
      return { value: ensured, outcome: ensured.outcome, label: resource.label?.(ensured.outputs) }
    }),
  )
}

/** A resource that is there and as it should be. */
export interface Ensured {
  readonly outputs: unknown
  readonly outcome: NodeOutcome
}

/** What stands on a thing may have to go before it can be replaced. */
function secondsToClear(run: RunContext, node: string): number {
  const { nodes } = run.document
  const secondsOf = (key: string): number => run.deps.resourceOf(nodes[key]?.type ?? '')?.resource.seconds.destroy ?? 0
  return [...dependentsOf(nodes, node)].reduce((sum, key) => sum + deadlineFor(secondsOf(key)), 0)
}

async function settle(task: Task, policy: ChangePolicy): Promise<Ensured> {
  const { run, node, resource, inputs } = task
  const row = run.document.nodes[node]
  if (row === undefined || row.status === 'gone') return finish(task, await announceAndMake(task), 'created')
  const seen = row.type === resource.type ? await observe(task, row) : undefined
  if (seen === undefined && row.type === resource.type)
    return finish(task, await announceAndMake(task, !isSame(row.inputs, inputs)), 'created')
  const { action, changes } = decide(row, wantedOf(task))
  if (policy === 'leave' && row.status === 'ready')
    return finish(task, demandType(task, row, seen), 'found', basisOf(task, row))
  if (action === 'replace') return finish(task, await replace(task, row, seen, changes), 'replaced')
  if (action === 'update') return finish(task, await changeInPlace(task, row, seen), 'updated')
  return finish(task, seen, 'found')
}

function demandType({ node, resource }: Task, { type }: NodeRecord, seen: unknown): unknown {
  if (type === resource.type) return seen
  throw new GmError('STACK_DIFFERS', `${node} is a ${type}, and now a ${resource.type} is wanted`)
}

// What was asked for with other props than now is not found by asking again: it is looked for until it must show.
async function observe({ run, resource, cx, inputs }: Task, row: NodeRecord): Promise<unknown> {
  const { visibilityWindow } = run.deps
  if (row.outputs !== undefined)
    return findWithRetry(resource, cx, lookupKey(row), visibilityRemaining(row, cx, visibilityWindow))
  const isAskedAgain = row.status === 'creating' && isSame(row.inputs, inputs)
  const window = isAskedAgain ? windowFor(resource, visibilityWindow) : visibilityWindow
  return findWithRetry(resource, cx, lookupKey(row), window)
}

async function changeInPlace({ run, node, step, resource, cx, props, inputs }: Task, row: NodeRecord, seen: unknown) {
  const outputs = row.outputs ?? recordable(seen)
  await run.commit(updating(node, { outputs, inputs, deps: step.standsOn }, run.now()))
  return resource.update?.(cx, seen, props, madeFrom(row))
}

type Basis = Pick<Made, 'inputs' | 'deps'>

/** @returns what a thing that is left alone is made from, and stands on */
function basisOf({ inputs, step }: Task, row: NodeRecord): Basis {
  return row.inputs === undefined || isSame(row.inputs, inputs)
    ? { inputs, deps: step.standsOn }
    : { inputs: row.inputs, deps: row.deps }
}

async function finish(task: Task, observed: unknown, outcome: NodeOutcome, left?: Basis): Promise<Ensured> {
  const { run, node, step, resource, cx, props, inputs } = task
  const outputs = (await resource.sync?.(cx, observed, props)) ?? observed
  const made: Made = { outputs: recordable(outputs), ...(left ?? { inputs, deps: step.standsOn }) }
  if (!isRecorded(run.document.nodes[node], made)) await run.commit(ready(node, made, run.now()))
  return { outputs, outcome }
}

function isRecorded(row: NodeRecord | undefined, made: Made): boolean {
  if (row?.status !== 'ready') return false
  const { outputs, inputs, deps } = row
  return isSame({ outputs, inputs, deps }, made)
}
