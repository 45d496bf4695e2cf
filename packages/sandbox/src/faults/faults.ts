// Faults on purpose: rules that say which call is struck, when, and how.
import type { Arrival } from '../journal/journal.js'

/**
 * What happens to a call that a rule matches. `reset-after` and `hang-after` let the call take effect first: the lost
 * answer that idempotency is for. The `hang` effects never answer, so that a test can kill the caller at that very
 * point.
 */
export type Effect = 'throttle' | 'error' | 'latency' | 'reset-before' | 'reset-after' | 'hang-before' | 'hang-after'

/** One rule; what is left out matches everything. */
export interface FaultRule {
  readonly service?: string
  readonly operation?: string
  /** Only calls that change something, or only those that do not. */
  readonly mutating?: boolean
  /** Strike from the nth matching call on, counted from one. */
  readonly nth?: number
  /** Strike so many calls; 1 if `nth` is given, otherwise every one. */
  readonly times?: number
  /** Strike with this probability, 0 to 1. */
  readonly probability?: number
  readonly effect: Effect
  /** For `latency`: milliseconds of the wall clock. */
  readonly ms?: number
  /** For `error`: what the caller is told. */
  readonly code?: string
  readonly status?: number
  readonly message?: string
}

interface Counted {
  readonly id: number
  readonly rule: FaultRule
  seen: number
  struck: number
}

function matches(rule: FaultRule, call: Arrival): boolean {
  return (
    (rule.service === undefined || rule.service === call.service) &&
    (rule.operation === undefined || rule.operation === call.operation) &&
    (rule.mutating === undefined || rule.mutating === call.mutating)
  )
}

/** The rules in force, with their counts. */
export class Faults {
  #rules: Counted[] = []
  #nextId = 1
  readonly #random: () => number

  /** @param random a source of numbers from 0 to 1, for rules with a probability */
  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** Adds a rule; its number is returned. */
  add(rule: FaultRule): number {
    const id = this.#nextId++
    this.#rules.push({ id, rule, seen: 0, struck: 0 })
    return id
  }

  /** Drops one rule, or all of them. */
  remove(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((counted) => counted.id !== id)
  }

  /** The rules, and how often each has matched and struck. */
  list(): { id: number; rule: FaultRule; seen: number; struck: number }[] {
    return this.#rules.map((counted) => ({ ...counted }))
  }

  /** The rules that strike this call; asking counts. */
  strike(call: Arrival): FaultRule[] {
    return this.#rules
      .filter(({ rule }) => matches(rule, call))
      .filter((counted) => this.#strikes(counted))
      .map(({ rule }) => rule)
  }

  #strikes(counted: Counted): boolean {
    const { rule } = counted
    counted.seen += 1
    const times = rule.times ?? (rule.nth === undefined ? Infinity : 1)
    const due = counted.seen >= (rule.nth ?? 1) && counted.struck < times
    if (!due || (rule.probability !== undefined && this.#random() >= rule.probability)) return false
    counted.struck += 1
    return true
  }
}
