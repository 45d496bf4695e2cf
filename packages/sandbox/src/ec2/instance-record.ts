// What the sandbox knows of an instance beside moto: when it was launched and ended, and the instance that boots in
// it.
import { delaySeconds } from '../clock/delays.js'
import type { EmulatedInstance } from '../instances/emulated-instance.js'

/** How an instance is paid for. */
export type Market = 'spot' | 'on-demand'

/** An instance. Times are the account's milliseconds. */
export interface InstanceRecord {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly launchedAt: number
  readonly type: string
  readonly market: Market
  readonly clientToken: string | undefined
  readonly fleetId: string | undefined
  readonly instance: EmulatedInstance
  /** When it was started again after a stop. */
  startedAt?: number
  /** When it was stopped, or switched itself off; undefined while it is on. */
  stoppedAt?: number
  terminatedAt?: number
  /** Whether what runs in it is still on its way to its end. */
  lingers?: boolean
  /** What a burstable instance was changed to; as it was launched without. */
  cpuCredits?: string
  /** Why it ended, as EC2 words it. */
  reason?: { readonly code: string; readonly message: string }
}

/** The states of an instance, with EC2's number for each. */
export const stateCodes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const
/** One of them. */
export type InstanceState = keyof typeof stateCodes

/** The state at a time of the account's clock; undefined once even the terminated instance is no longer shown. */
export function instanceState(
  record: Pick<InstanceRecord, 'launchedAt' | 'startedAt' | 'stoppedAt' | 'terminatedAt' | 'lingers'>,
  now: number,
): InstanceState | undefined {
  const { launchedAt, startedAt = launchedAt, stoppedAt, terminatedAt, lingers = false } = record
  if (terminatedAt === undefined) return poweredState(startedAt, stoppedAt, lingers, now)
  const gone = terminatedAt + delaySeconds('instanceShuttingDown') * 1000
  if (now < gone || lingers) return 'shutting-down'
  return now < gone + delaySeconds('instanceTerminatedVisible') * 1000 ? 'terminated' : undefined
}

/** The state of one that has not been terminated. */
function poweredState(startedAt: number, stoppedAt: number | undefined, lingers: boolean, now: number): InstanceState {
  if (stoppedAt === undefined) return now < startedAt + delaySeconds('instancePending') * 1000 ? 'pending' : 'running'
  return lingers || now < stoppedAt + delaySeconds('instanceStopping') * 1000 ? 'stopping' : 'stopped'
}
