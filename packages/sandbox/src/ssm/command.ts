// A command sent over SSM, and how far it has come on the account's clock.
import { delaySeconds } from '../clock/delays.js'
import type { CommandResult } from '../instances/emulated-instance.js'

/** A command on one instance. Times are the account's milliseconds. */
export interface Command {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly instanceId: string
  readonly document: string
  readonly sentAt: number
  /** Runs it; asked once, when the command is done. */
  readonly run: () => CommandResult
  result?: CommandResult
}

/** The states a command passes through; undefined while its invocation does not exist yet. */
export function commandStatus(
  command: Command,
  now: number,
): 'Pending' | 'InProgress' | 'Success' | 'Failed' | undefined {
  const age = (now - command.sentAt) / 1000
  const delivered = delaySeconds('invocationVisible')
  if (age < delivered) return undefined
  if (age < delivered + delaySeconds('commandPending')) return 'Pending'
  if (age < delivered + delaySeconds('commandPending') + delaySeconds('commandRunning')) return 'InProgress'
  command.result ??= command.run()
  return command.result.exitCode === 0 ? 'Success' : 'Failed'
}
