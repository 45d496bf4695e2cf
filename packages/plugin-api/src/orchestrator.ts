// An orchestrator runs one tier: each phase takes nothing but a signal, because everything else was settled and
// agreed before. A tier may wrap phases; the host's own walks the graph.
import type { Operation } from './event.js'

/** One step of a plan. */
export interface PlannedStep {
  readonly node: string
  readonly type: string
  readonly action: 'create' | 'keep' | 'check'
}

/** What a deploy would do. */
export interface Plan {
  readonly steps: readonly PlannedStep[]
}

/** How a run ended. */
export interface Outcome {
  readonly operation: Operation
  readonly run: string
  readonly made: readonly string[]
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
  rollback(signal: AbortSignal): Promise<Outcome>
  destroy(signal: AbortSignal, options: { readonly deleteData: boolean }): Promise<Outcome>
}
