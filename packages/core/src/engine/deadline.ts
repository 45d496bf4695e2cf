// Work that may not take longer than so long: its waits end when time is up, and what is in flight is let finish.
import type { Clock, GmError } from '@geuse/plugin-api'

/** How long work may take, and what is said when it takes longer. */
export interface Deadline {
  readonly ms: number
  readonly error: GmError
}

/**
 * @param signal ends the waits earlier
 * @param work is given the signal that its waits listen to
 * @returns what the work returns; it is never left behind running
 */
export async function withDeadline<T>(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const over = new AbortController()
  const timer = clock.sleep(deadline.ms, over.signal).then(
    () => late.abort(deadline.error),
    () => undefined,
  )
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } finally {
    over.abort(new Error('the work is over'))
    await timer
  }
}
