// An orchestrator runs one tier: each phase takes nothing but a signal, because everything else was settled and
// agreed before. A tier may wrap phases; the host's own walks the graph.
import type { Operation } from './event.js'
import type { Change } from './resource.js'

/**
 * What a run would do to one node. `repair`: it is there, and what somebody has taken from it is put back. `refused`:
 * the change asks for another thing, and this one holds data; such an update is not begun.
 */
export type PlannedAction = 'create' | 'repair' | 'update' | 'replace' | 'delete' | 'keep' | 'refused' | 'check'

/** One step of a plan. */
export interface PlannedStep {
  readonly node: string
  readonly type: string
  readonly action: PlannedAction
  /** Why it is changed: what is wanted otherwise. Values that only the run can know stand there as `unknownYet`. */
  readonly changes: readonly Change[]
  /** Of a `create`: how the thing was called that is recorded and not there any more. */
  readonly lost?: string
}

/** What a deploy or an update would do. */
export interface Plan {
  readonly steps: readonly PlannedStep[]
}

/** Stands in a plan for what is known only when something else has been made or changed. */
export const unknownYet = '(known when it is there)'

/** A node that a rollback could not bring back to what it was. */
export interface Unrestored {
  readonly node: string
  /** Whether it is there, made or changed by the run that failed, or not there any more. */
  readonly state: 'changed' | 'gone'
  readonly reason: string
}

/** How a run ended. */
export interface Outcome {
  readonly operation: Operation
  readonly run: string
  readonly made: readonly string[]
  /** Nodes that were changed in place; by a rollback: back. */
  readonly updated: readonly string[]
  /** Nodes of which another generation stands now; after a rollback: again the one before. */
  readonly replaced: readonly string[]
  /** Of a rollback: nodes that do not stand as they did before the run that failed. */
  readonly unrestored: readonly Unrestored[]
  readonly destroyed: readonly string[]
  /** Nodes that were there and stayed: in a deploy all that it found, in a destroy those that hold data. */
  readonly kept: readonly string[]
  /** What checks found, by node. */
  readonly answers: Readonly<Record<string, unknown>>
  readonly ms: number
  /** Longest chain of node durations in milliseconds: what no parallelism can shorten. */
  readonly criticalPath: { readonly ms: number; readonly nodes: readonly string[] }
}

/** The phases of one tier. Each throws a GmError when it fails. */
export interface Orchestrator {
  deploy(signal: AbortSignal): Promise<Outcome>
  update(signal: AbortSignal): Promise<Outcome>
  rollback(signal: AbortSignal): Promise<Outcome>
  stop(signal: AbortSignal, options: { readonly force: boolean }): Promise<Outcome>
  destroy(signal: AbortSignal, options: { readonly deleteData: boolean }): Promise<Outcome>
}
