// What only looks is not waited for once somebody presses Ctrl-C.
import { GmError } from '@geuse/plugin-api'

/**
 * Of what changes nothing, nothing has to be waited for, such as an answer that does not come.
 * @throws GmError INTERRUPTED; what the work throws
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(new GmError('INTERRUPTED', 'interrupted before anything was changed'))
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
