// A command sent over SSM, and how far it has come on the account's clock.
import { delaySeconds } from '../clock/delays.js'
import type { CommandResult } from '../instances/emulated-instance.js'

/** How a command can end. */
export type Ended = 'Success' | 'Failed' | 'TimedOut' | 'Cancelled'

/** A command on one instance. Times are the account's milliseconds. */
export interface Command {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly instanceId: string
  readonly document: string
  readonly sentAt: number
  /** Aborted by CancelCommand. */
  readonly cancelled: AbortController
  /** Runs it. @returns undefined when it ran out of its time or was cancelled */
  readonly run: () => Promise<CommandResult | undefined>
  ended?: Ended
  result?: CommandResult
}

/** The states a command passes through; undefined while its invocation does not exist yet. */
export function commandStatus(command: Command, now: number): 'Pending' | 'InProgress' | Ended | undefined {
  const age = (now - command.sentAt) / 1000
  const delivered = delaySeconds('invocationVisible')
  if (age < delivered) return undefined
  if (command.ended !== undefined) return command.ended
  return age < delivered + delaySeconds('commandPending') ? 'Pending' : 'InProgress'
}
