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
  readonly market: Market
  readonly clientToken: string | undefined
  readonly fleetId: string | undefined
  readonly instance: EmulatedInstance
  terminatedAt?: number
  /** Whether what runs in it is still on its way to its end. */
  lingers?: boolean
  /** What a burstable instance was changed to; as it was launched without. */
  cpuCredits?: string
  /** Why it ended, as EC2 words it. */
  reason?: { readonly code: string; readonly message: string }
}

/** The states of an instance, with EC2's number for each. */
export const stateCodes = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48 } as const
/** One of them. */
export type InstanceState = keyof typeof stateCodes

/** The state at a time of the account's clock; undefined once even the terminated instance is no longer shown. */
export function instanceState(
  record: Pick<InstanceRecord, 'launchedAt' | 'terminatedAt' | 'lingers'>,
  now: number,
): InstanceState | undefined {
  const { launchedAt, terminatedAt } = record
  if (terminatedAt === undefined)
    return now < launchedAt + delaySeconds('instancePending') * 1000 ? 'pending' : 'running'
  const gone = terminatedAt + delaySeconds('instanceShuttingDown') * 1000
  if (now < gone || record.lingers === true) return 'shutting-down'
  return now < gone + delaySeconds('instanceTerminatedVisible') * 1000 ? 'terminated' : undefined
}
