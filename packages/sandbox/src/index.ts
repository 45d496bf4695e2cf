// The sandbox for programs: an account in this process, for tests and benchmarks.
export { type Account, type AccountOptions, startAccount } from './account/account.js'
export type { CapacityRule, Settings } from './account/settings.js'
export { maxSpeed } from './clock/clock.js'
export type { Effect, FaultRule } from './faults/faults.js'
export { pullMade } from './machines/image.js'
export { realMachinesHere } from './machines/open.js'
export type { Entry } from './journal/journal.js'
