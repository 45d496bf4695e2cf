// What a plugin hands over: data, checked by the host before anything happens. A plain object without this package
// works as well; `contribute` only adds types and the version.
import type { Sink } from './event.js'
import type { MakesFrom } from './resource.js'
import type { Service } from './service.js'
import type { Facts, StackPlan } from './built-in-resources.js'
import type { Tier } from './tier.js'

/** Version of this contract: same major, and a minor not above the host's, are accepted. */
export const apiVersion = '1.0'

/** A problem that a preflight check found. */
export interface Problem {
  readonly message: string
  readonly hints?: readonly string[]
}

/** A look before anything is made. */
export interface PreflightCheck {
  readonly id: string
  readonly title: string
  readonly run: (input: {
    readonly facts: Facts
    readonly stack: StackPlan
    readonly signal: AbortSignal
  }) => Promise<readonly Problem[]>
}

/** Every extension point, in one table. */
export interface Contribution {
  readonly api: string
  readonly services?: readonly Service[]
  readonly tiers?: readonly Tier[]
  /** Experimental until the built-in resources have settled. */
  readonly resources?: readonly MakesFrom<never, unknown>[]
  readonly checks?: readonly PreflightCheck[]
  readonly sinks?: readonly Sink[]
}

/** A contribution as an author writes it: services and tiers of any config. */
interface Authored extends Omit<Contribution, 'services' | 'tiers'> {
  readonly services?: readonly object[]
  readonly tiers?: readonly object[]
}

/**
 * Makes the function that oclif calls for the hook `gm:contribute`.
 * @param contribution what the plugin hands over
 * @returns a function that returns it
 */
export function contribute(contribution: Authored): () => Promise<Contribution> {
  return async () => contribution as Contribution
}
