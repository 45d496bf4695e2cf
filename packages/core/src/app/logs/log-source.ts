// What logs are read from, and what is asked of them.
import type { Clock } from '@geuse/plugin-api'
import type { Instance } from '../../instance/instance.js'
import type { logEntry } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** One line of a log. */
export type LogEntry = Told<typeof logEntry>

/** What comes of reading: lines, or a sentence about the reading itself. */
export type LogPiece = { readonly entries: readonly LogEntry[] } | { readonly note: string }

/** What is read. */
export interface LogSource {
  readonly stack: string
  readonly instanceId: string
  readonly instance: Pick<Instance, 'logs'>
  /** Lines of the console, all that EC2 has. */
  console(): Promise<readonly string[]>
  /** EC2's word for the instance's state; undefined once it has forgotten it. */
  state(): Promise<string | undefined>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What of it. */
export interface LogQuestion {
  /** Id of a service, `boot`, or `all`. */
  readonly service: string
  /** Seconds ago. */
  readonly since?: number | undefined
  /** Lines of each container, at the beginning. */
  readonly tail?: number | undefined
  /** Whether to go on for as long as somebody listens. */
  readonly follow: boolean
}
