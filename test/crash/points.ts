// Where gm can be killed: what a run that went well has called, turned into points. Calls are counted within their
// operation, as calls of different ones change their order from run to run.
import type { Point } from '../support/kill-switch.js'

/** A call as the account saw it. */
export interface Seen {
  readonly service: string
  readonly operation: string
  readonly mutating: boolean
  /** Why it was refused, when it was. */
  readonly code?: string | undefined
}

/**
 * @returns a point before and one after each call that changed something, in an order that does not change from run to
 *   run; how often one is refused first does
 */
export function mutatingPoints(calls: readonly Seen[]): Point[] {
  const mutating = calls
    .filter((call) => call.mutating && call.code === undefined)
    .toSorted((a, b) => a.operation.localeCompare(b.operation))
  return counted(mutating).flatMap((call) => [
    { ...call, when: 'before' as const },
    { ...call, when: 'after' as const },
  ])
}

/** @returns a point after each read, which an earlier run may have made needless; requests to the web are no calls */
export function readingPoints(calls: readonly Seen[]): Point[] {
  const reads = calls.filter((call) => !call.mutating && call.service !== 'web')
  return counted(reads).map((call) => ({ ...call, when: 'after', optional: true }))
}

function counted(calls: readonly Seen[]): { readonly operation: string; readonly nth: number }[] {
  return calls.map(({ operation }, index) => ({
    operation,
    nth: calls.slice(0, index + 1).filter((other) => other.operation === operation).length,
  }))
}
