// What a run says while it works: one flat union of plain JSON, so that a tree on a terminal, lines in a log and a
// script read the same story. Fields are only ever added.
import type { ErrorShape } from './error.js'

/** What a user sees a run go through, in the order in which it is shown. */
export const stages = ['network', 'security', 'storage', 'instance', 'services', 'health'] as const
/** One of `stages`. */
export type Stage = (typeof stages)[number]

/** What a run can do to its stack: the one list, from which documents, events and screens take it. */
export const operations = [
  'deploy',
  'update',
  'rollback',
  'stop',
  'destroy',
  'backup',
  'download',
  'verify',
  'restore',
] as const
/** One of `operations`. */
export type Operation = (typeof operations)[number]

/** One node as announced before any work: its place, and how long it is expected to take. */
export interface PlannedNode {
  readonly id: string
  readonly type: string
  readonly stage: Stage
  /** Ids of the nodes that must be finished first. */
  readonly deps: readonly string[]
  /** Expected duration in seconds. */
  readonly seconds: number
}

/** A part of a node's work that is shown by itself while it lasts: an image that is pulled, a service that starts. */
export interface NodePart {
  readonly name: string
  readonly state: 'waiting' | 'running' | 'ok' | 'failed'
}

/** How a node ended well. */
export type NodeOutcome = 'created' | 'found' | 'updated' | 'replaced' | 'passed' | 'stopped' | 'destroyed' | 'gone'

interface OfRun {
  /** ISO 8601 instant. */
  readonly at: string
  /** Id of the run: a UUID. */
  readonly run: string
  /** Name of the stack. */
  readonly stack: string
}
interface OfNode extends OfRun {
  readonly node: string
  readonly stage: Stage
}

/** Everything that a run can say. */
export type RunEvent =
  | (OfRun & { readonly type: 'run.started'; readonly operation: Operation; readonly nodes: readonly PlannedNode[] })
  | (OfNode & { readonly type: 'node.started' })
  | (OfNode & { readonly type: 'node.noted'; readonly text: string; readonly parts?: readonly NodePart[] })
  | (OfNode & {
      readonly type: 'node.finished'
      readonly outcome: NodeOutcome
      readonly ms: number
      readonly label?: string
    })
  | (OfNode & { readonly type: 'node.failed'; readonly ms: number; readonly error: ErrorShape })
  | (OfNode & { readonly type: 'node.skipped'; readonly reason: string })
  | (OfRun & {
      readonly type: 'run.finished'
      readonly operation: Operation
      readonly outcome: 'succeeded' | 'failed' | 'interrupted'
      readonly ms: number
      readonly error?: ErrorShape
    })

/**
 * A listener to run events. Contributed as a `sink`; nobody waits for it, and one that throws, at once or later, stops
 * no run and is not told of: what it wants known of itself it has to say where it writes.
 */
export interface Sink {
  readonly id: string
  readonly listen: (event: RunEvent) => void
}
