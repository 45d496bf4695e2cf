// What a deploy would do: every recorded node is looked for, side by side, and nothing is written or changed.
import type { Plan, PlannedStep, ResourceContext } from '@geuse/plugin-api'
import type { Document, Row } from '../state/document.js'
import type { Step } from './graph.js'
import { digest } from './token.js'

/**
 * @param steps the graph
 * @param document what is recorded of the stack, or undefined for a new one
 * @param contextFor a context in which finds can be asked
 */
export async function plan(steps: readonly Step[], document: Document | undefined, contextFor: (node: string) => ResourceContext): Promise<Plan> {
  return { steps: await Promise.all(steps.map((step) => planStep(step, document?.nodes[step.id], contextFor))) }
}

async function planStep(step: Step, row: Row | undefined, contextFor: (node: string) => ResourceContext): Promise<PlannedStep> {
  if (step.kind === 'check') return { node: step.id, type: step.check.type, action: 'check', changes: [] }
  const base = { node: step.id, type: step.resource.type, changes: [] }
  if (row === undefined || row.status === 'gone') return { ...base, action: 'create' }
  const known = { identity: row.identity, ...(row.outputs === undefined ? {} : { seen: row.outputs }) }
  const found = await step.resource.find(contextFor(step.id), known)
  return { ...base, action: found === undefined ? 'create' : 'keep' }
}

/**
 * Which nodes that are ready another config would make from other props. Pure: recorded outputs stand for real ones.
 * @returns their ids
 */
export function touchedNodes(steps: readonly Step[], document: Document): string[] {
  const outputs = new Map(Object.entries(document.nodes).flatMap(([id, row]) => (row.outputs === undefined ? [] : [[id, row.outputs] as const])))
  return steps.filter((step) => isTouched(step, document.nodes[step.id], outputs)).map(({ id }) => id)
}

function isTouched(step: Step, row: Row | undefined, outputs: ReadonlyMap<string, unknown>): boolean {
  if (row?.status !== 'ready' || row.made_from === undefined) return false
  return step.deps.every((dep) => outputs.has(dep)) && digest(step.props(outputs)) !== row.made_from
}
