// The contract with an instance as data: what it is given (plan tables), what it goes through (boot phases) and what it
// answers (verbs). Core makes and asks it, the sandbox plays it, and docs/reference/instance-contract.md is written
// from it.
export { bootPhases, failedTag, phaseTagKey, readPhaseTag, type BootPhase, type PhaseTag } from './boot.js'
export { commandText, gmctlPath, readCommand, sessionText, usageExitCode, type Command } from './command.js'
export { planPath, planTables, type Plan, type PlanRow, type PlanTable } from './plan.js'
export { TableError, type Table } from './table.js'
export {
  isCallable,
  isCarried,
  verbs,
  type AnswerOf,
  type ArgsOf,
  type BootStatus,
  type CallableVerb,
  type CarriedVerb,
  type Health,
  type ParsedArgsOf,
  type SessionVerb,
  type Verb,
} from './verbs.js'
