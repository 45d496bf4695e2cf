// A plugin that cannot be used, and why: kept instead of thrown, because most commands can go on without it.
import { GmError, isGmError, type Code } from '@geuse/plugin-api'
import { labelOf, removalOf, type Origin } from './origin.js'

/** One plugin and what is wrong with it. */
export interface PluginFailure {
  readonly plugin: Origin
  /** Carries the plugin's name and version, the cause, and the command that removes it. */
  readonly error: GmError
  /** What became of it, to follow its name: `failed: …`. */
  readonly reason: string
}

/**
 * What a plugin did wrong while it was asked for its contribution.
 * @param plugin the plugin at fault
 * @param cause whatever it threw
 * @param code what kind of failure
 * @returns the failure, with the cause's first line, without a full stop, in its message
 */
export function failureOf(plugin: Origin, cause: unknown, code: Code = 'PLUGIN_FAILED'): PluginFailure {
  const name = labelOf(plugin)
  const reason = `failed: ${firstLine(cause)}`
  const options = { plugin: name, hints: [removalOf(plugin)], cause }
  return { plugin, reason, error: new GmError(code, `The plugin ${name} ${reason}`, options) }
}

/** One thing wrong with a contribution, in a sentence without a full stop, and commands that help. */
export interface Fault {
  readonly message: string
  readonly hints?: readonly string[]
}

/**
 * What is wrong with what a plugin handed over: every fault at once.
 * @param plugin the plugin at fault
 * @param faults at least one
 * @returns the failure, a problem a fault
 */
export function invalid(plugin: Origin, faults: readonly Fault[]): PluginFailure {
  const name = labelOf(plugin)
  const problems = faults.map(
    ({ message, hints }) => new GmError('PLUGIN_INVALID', message, { plugin: name, hints: hints ?? [] }),
  )
  const hints = [...new Set(faults.flatMap((fault) => fault.hints ?? [])), removalOf(plugin)]
  const reason = `is not valid: ${faults.map((fault) => fault.message).join('; ')}`
  return { plugin, reason, error: GmError.all(`The plugin ${name} ${reason}`, problems, { plugin: name, hints }) }
}

/** Without its full stop, as more follows. */
function firstLine(cause: unknown): string {
  const text = cause instanceof Error || isGmError(cause) ? cause.message : String(cause)
  return (text.split('\n')[0] ?? '').replace(/\.$/, '')
}
