// What a deploy would do: every recorded node is looked for, side by side, and nothing is written or changed.
import type { MakesFrom, Plan, PlannedStep, ResourceContext } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../state/document.js'
import type { Step } from './graph.js'
import { lookupKey } from './find.js'
import { nodeError } from './run-node.js'
import { digest } from './token.js'

/**
 * @param steps the graph
 * @param document what is recorded of the stack, or undefined for a new one
 * @param contextFor a context in which finds can be asked
 * @throws GmError what a find throws; in its plugin's name where that is a mistake
 */
export async function plan(
  steps: readonly Step[],
  document: Document | undefined,
  contextFor: ContextFor,
): Promise<Plan> {
  return { steps: await Promise.all(steps.map((step) => planStep(step, document?.nodes[step.id], contextFor))) }
}

/** Makes a context in which the finds of a node can be asked. */
type ContextFor = (node: string) => ResourceContext

async function planStep(step: Step, row: NodeRecord | undefined, contextFor: ContextFor): Promise<PlannedStep> {
  if (step.kind === 'check') return { node: step.id, type: step.check.type, action: 'check' }
  const base = { node: step.id, type: step.resource.type }
  if (row === undefined || row.status === 'gone') return { ...base, action: 'create' }
  const found = await find(step.resource, row, contextFor(step.id))
  return { ...base, action: found === undefined ? 'create' : 'keep' }
}

async function find(resource: MakesFrom<unknown, unknown>, row: NodeRecord, cx: ResourceContext): Promise<unknown> {
  try {
    return await resource.find(cx, lookupKey(row))
  } catch (error) {
    throw nodeError(error, { node: cx.node, plugin: row.plugin })
  }
}

/**
 * Which nodes that are ready another config would make from other props. Pure: recorded outputs stand for real ones.
 * @returns their ids
 */
export function touchedNodes(steps: readonly Step[], document: Document): string[] {
  const outputs = new Map(
    Object.entries(document.nodes).flatMap(([id, row]) =>
      row.outputs === undefined ? [] : [[id, row.outputs] as const],
    ),
  )
  return steps.filter((step) => isTouched(step, document.nodes[step.id], outputs)).map(({ id }) => id)
}

function isTouched(step: Step, row: NodeRecord | undefined, outputs: ReadonlyMap<string, unknown>): boolean {
  if (row?.status !== 'ready' || row.props_digest === undefined) return false
  return step.deps.every((dep) => outputs.has(dep)) && digest(step.props(outputs)) !== row.props_digest
}
