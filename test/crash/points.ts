// Where gm can be killed: what a run that went well has called, turned into points. Calls are counted within their
// operation, as calls of different ones change their order from run to run.
import type { FaultRule } from '@geuse/sandbox'
import { callName, type Point } from '../support/kill-switch.js'

/** A call as the account saw it. */
export interface Seen {
  readonly service: string
  readonly operation: string
  readonly mutating: boolean
  readonly params: unknown
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

/** @returns the rule of a fault that strikes there; it knows commands to an instance by whether they ask only */
export function ruleAt({ operation, nth }: Point): Pick<FaultRule, 'operation' | 'mutating' | 'nth'> {
  const [name = ''] = operation.split(' ')
  return { operation: name, nth, ...(name === operation ? {} : { mutating: true }) }
}

function counted(calls: readonly Seen[]): { readonly operation: string; readonly nth: number }[] {
  const names = calls.map(({ operation, params }) => callName(operation, params))
  return names.map((operation, index) => ({
    operation,
    nth: names.slice(0, index + 1).filter((other) => other === operation).length,
  }))
}

/** @returns each operation once, before and after by turns */
export function oneAnOperation(points: readonly Point[]): Point[] {
  const operations = [...new Set(points.map(({ operation }) => operation))]
  return operations.flatMap(
    (operation, index) => points.filter((point) => point.operation === operation)[index % 2] ?? [],
  )
}

/** @returns each of both at least once, the shorter list from its start again */
export function pairs<T>(a: readonly T[], b: readonly T[]): (readonly [T, T])[] {
  const length = Math.max(a.length, b.length)
  return Array.from({ length }, (_, index) => [a[index % a.length] as T, b[index % b.length] as T] as const)
}
