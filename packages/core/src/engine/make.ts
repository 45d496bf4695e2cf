// Making one resource: its intent, and its create with what may become of the answer.
import { isGmError, type MakesFrom } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { nextGeneration } from '../state/generations.js'
import { type Intent, type Json, creating } from '../state/node-records.js'
import { clearNamesakes } from './clear.js'
import { recordable, type Wanted } from './compare.js'
import { findWithRetry } from './find.js'
import type { ResourceStep } from './graph.js'
import type { NodeContext, RunContext } from './run-context.js'

/** A resource, and what is wanted of it. */
export interface Task extends NodeContext {
  readonly run: RunContext
  readonly step: ResourceStep
  readonly resource: MakesFrom<unknown, unknown>
  readonly props: unknown
  /** The props as they are recorded. */
  readonly inputs: Json
}

/** @returns what a task's thing is compared with */
export function wantedOf({ run, node, resource, props }: Task): Wanted {
  return { resource, props, owner: { stack: run.deps.stack, node } }
}

/** Creates are tried this often when their answer was lost. */
const tries = 4

/** @returns what is announced before a generation of the node is made */
export function intentOf({ run, step, node, resource, props, inputs }: Task, generation: number): Intent {
  return {
    type: resource.type,
    plugin: run.pluginOf(resource.type),
    stage: resource.stage,
    identity: recordable(resource.identity(props, { stack: run.deps.stack, node, generation })),
    deps: [...step.standsOn],
    keeps: resource.keeps,
    inputs,
  }
}

/**
 * Announces a node's making and makes it.
 * @param another whether its create was asked for something else before
 * @returns its outputs
 */
export async function announceAndMake(task: Task, another = false): Promise<unknown> {
  const { run, node } = task
  await clearNamesakes(run, wantedOf(task))
  await run.commit(creating(node, intentOf(task, generationToMake(run.document.nodes[node])), run.now(), another))
  return make(task)
}

/** One that is under way is finished. */
function generationToMake(row: NodeRecord | undefined): number {
  if (row === undefined) return 0
  return row.status === 'creating' ? row.generation : nextGeneration(row)
}

/** @returns outputs of the thing that was announced */
export async function make(task: Task): Promise<unknown> {
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
async function findAfterError({ run, node, resource, cx }: Task, error: unknown): Promise<unknown> {
  const { visibilityWindow } = run.deps
  const identity = run.document.nodes[node]?.identity
  if (isGmError(error) && error.code === 'CONFLICT') return findWithRetry(resource, cx, { identity }, visibilityWindow)
  if (!isAnswerLost(error)) return undefined
  return findWithRetry(resource, cx, { identity }, windowFor(resource, visibilityWindow))
}

/** @returns how long a thing is looked for by its identity: tokens and names find theirs in the create itself */
export function windowFor({ idempotent }: MakesFrom<unknown, unknown>, window: number): number {
  return idempotent === 'search' ? window : 0
}

function isAnswerLost(error: unknown): boolean {
  return isGmError(error) && (error.code === 'UNREACHABLE' || error.code === 'CLOUD_FAILED')
}
