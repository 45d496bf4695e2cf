// What is left of a collection after it was looked at.
import type { Contribution } from '@geuse/plugin-api'
import type { PluginFailure } from './failure.js'
import type { Origin } from './origin.js'

/** What one plugin handed over, found in order. */
export interface Accepted {
  readonly plugin: Origin
  readonly contribution: Contribution
}

/** What may be registered, and every plugin that may not; both in the order of names. */
export interface Checked {
  readonly accepted: readonly Accepted[]
  readonly failures: readonly PluginFailure[]
}
