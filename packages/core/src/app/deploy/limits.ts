// Where the patience of a run ends, and what that says about the stack.
import { GmError, type Code } from '@geuse/plugin-api'
import { withDeadline } from '../../engine/deadline.js'
import type { Host } from '../host.js'
import type { OpenRun } from '../run/run.js'
import { inspect } from '../status/inspect.js'
import type { PreparedChange } from './prepare.js'

/**
 * Failures that must not be followed by a rollback: the person's own stop, a lost lock, a disk that takes no writes.
 */
export const leftAsItIs: readonly Code[] = [
  'INTERRUPTED',
  'LOCK_LOST',
  'STATE_STALE',
  'STATE_CORRUPT',
  'STORAGE_FULL',
  'STORAGE_DENIED',
]

/**
 * A stack that is not healthy in time has failed, whatever it is still waiting for.
 * @throws GmError TIMED_OUT; what the work throws
 */
export async function inTime<T>(
  host: Host,
  { config, document }: Pick<PreparedChange, 'config' | 'document'>,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!config.rollback) return work(signal)
  const minutes = config.rollbackTimeout
  const error = new GmError('TIMED_OUT', `${document.stack_name} was not healthy within ${minutes} minutes`, {
    hints: ['--rollback-timeout 60   # waits longer'],
  })
  return withDeadline({ clock: host.clock, signal }, { ms: minutes * 60_000, error }, work)
}

/**
 * A limit that passes says nothing about the stack: when EC2 and the instance's own probes both say that it is well, it
 * is not taken down.
 */
export async function isHealthy(
  host: Host,
  run: Pick<OpenRun, 'writer'>,
  { scope }: Pick<PreparedChange, 'scope'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { document } = run.writer
  if (document.instance_id === null) return false
  const { clients } = scope
  const seen = await inspect(host, document.instance_id, { document, clients, signal }).catch(() => undefined)
  return seen?.instance === 'running' && seen.health?.verdict === 'healthy'
}

/** @returns the failure of a run whose time passed although the stack is well */
export function healthyAllTheSame(error: GmError): GmError {
  const rest = 'but its instance runs and all its services answer there, so nothing was removed'
  return error.with({ message: `${error.message}; ${rest}` })
}
