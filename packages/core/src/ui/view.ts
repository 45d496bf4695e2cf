// A run as a picture of itself: every event folded into one plain value, from which any screen can be drawn. Pure, so
// that a recorded run can be looked at again and tested without a terminal.
import type { ErrorShape, NodeOutcome, NodePart, Operation, PlannedNode, RunEvent, Stage } from '@geuse/plugin-api'
import { stages } from '@geuse/plugin-api'

/** One node as it stands. Instants in milliseconds since the epoch. */
export interface NodeView extends PlannedNode {
  readonly status: 'waiting' | 'running' | 'finished' | 'failed' | 'skipped'
  readonly startedAt?: number
  /** Duration in milliseconds, once it ended. */
  readonly ms?: number
  readonly outcome?: NodeOutcome
  /** How the thing is called: an id or an address. */
  readonly label?: string
  /** The last thing that it said about itself. */
  readonly note?: string
  /** Parts of what it is at. */
  readonly parts?: readonly NodePart[]
  /** Why it was skipped. */
  readonly reason?: string
  readonly error?: ErrorShape
}

/** A run as it stands. */
export interface RunView {
  readonly run: string
  readonly stack: string
  readonly operation: Operation
  readonly startedAt: number
  /** In the order in which they were announced. */
  readonly nodes: readonly NodeView[]
  readonly outcome?: 'succeeded' | 'failed' | 'interrupted'
  readonly ms?: number
  readonly error?: ErrorShape
}

/** Before the first event. */
export const noRun: RunView = { run: '', stack: '', operation: 'deploy', startedAt: 0, nodes: [] }

/**
 * @param view the run so far
 * @param event what it said next; a kind that is not known changes nothing
 * @returns the run as it stands now
 */
export function fold(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run.started':
      return start(event)
    case 'run.finished':
      return {
        ...view,
        outcome: event.outcome,
        ms: event.ms,
        ...(event.error === undefined ? {} : { error: event.error }),
      }
    default:
      return 'node' in event ? { ...view, nodes: changeNode(view.nodes, event) } : view
  }
}

type NodeEvent = Extract<RunEvent, { readonly node: string }>

function start(event: Extract<RunEvent, { type: 'run.started' }>): RunView {
  const nodes = event.nodes.map((node): NodeView => ({ ...node, status: 'waiting' }))
  return { run: event.run, stack: event.stack, operation: event.operation, startedAt: Date.parse(event.at), nodes }
}

function changeNode(nodes: readonly NodeView[], event: NodeEvent): NodeView[] {
  const unannounced: NodeView = {
    id: event.node,
    type: '',
    stage: event.stage,
    deps: [],
    seconds: 0,
    status: 'waiting',
  }
  const known = nodes.some(({ id }) => id === event.node) ? nodes : [...nodes, unannounced]
  return known.map((node) => (node.id === event.node ? foldNode(node, event) : node))
}

function foldNode(node: NodeView, event: NodeEvent): NodeView {
  switch (event.type) {
    case 'node.started':
      return { ...node, status: 'running', startedAt: Date.parse(event.at) }
    case 'node.noted':
      return { ...node, note: event.text, parts: event.parts ?? [] }
    case 'node.finished':
      return { ...node, ...labelOf(event), status: 'finished', ms: event.ms, outcome: event.outcome }
    case 'node.failed':
      return { ...node, status: 'failed', ms: event.ms, error: event.error }
    case 'node.skipped':
      return { ...node, status: 'skipped', reason: event.reason }
    default:
      return node
  }
}

function labelOf({ label }: { readonly label?: string }): { label?: string } {
  return label === undefined ? {} : { label }
}

/** @returns whether nothing more is to come of a node */
export function isOver(node: NodeView): boolean {
  return node.status === 'finished' || node.status === 'failed' || node.status === 'skipped'
}

/**
 * @param view the run
 * @param node one of its nodes
 * @returns ids of what must be finished before it can start
 */
export function waitsFor(view: RunView, node: NodeView): string[] {
  const open = new Set(view.nodes.filter(({ status }) => status !== 'finished').map(({ id }) => id))
  return node.deps.filter((dep) => open.has(dep))
}

/**
 * @param view the run
 * @param node one of its nodes
 * @param now milliseconds since the epoch
 * @returns how long it took, or has been at it, in milliseconds; undefined before it starts
 */
export function elapsed(view: RunView, node: NodeView, now: number): number | undefined {
  if (node.ms !== undefined) return node.ms
  if (node.startedAt === undefined || isOver(node)) return undefined
  return Math.max(0, (view.ms === undefined ? now : view.startedAt + view.ms) - node.startedAt)
}

/** How many nodes stand where. */
export type Counts = Readonly<Record<NodeView['status'] | 'total', number>>

/** @param nodes of a run or of one stage. @returns how many of them stand where */
export function countNodes(nodes: readonly NodeView[]): Counts {
  const counts = { total: nodes.length, waiting: 0, running: 0, finished: 0, failed: 0, skipped: 0 }
  for (const { status } of nodes) counts[status] += 1
  return counts
}

/** The nodes of one stage. */
export interface StageView {
  readonly stage: Stage
  readonly nodes: readonly NodeView[]
}

/** @param view the run. @returns stages that have nodes, in the order in which the run goes through them */
export function byStage(view: RunView): StageView[] {
  const order = isRemoval(view.operation) ? stages.toReversed() : stages
  return order
    .map((stage) => ({ stage, nodes: view.nodes.filter((node) => node.stage === stage) }))
    .filter(({ nodes }) => nodes.length > 0)
}

function isRemoval(operation: Operation): boolean {
  return operation === 'destroy' || operation === 'rollback' || operation === 'stop'
}
