// What happens by itself after a while, on the account's clock; what goes wrong then is not lost.
import { type Delay, delaySeconds } from '../clock/delays.js'
import type { Context } from './context.js'

/**
 * Acts when the delays have passed one after another, unless the account is reset first. A failure shows in the
 * account's status.
 */
export function scheduleAfter(cx: Context, delays: readonly Delay[], act: () => Promise<unknown>): void {
  const seconds = delays.reduce((sum, delay) => sum + delaySeconds(delay), 0)
  cx.clock
    .sleep(seconds, cx.state.signal)
    .then(act)
    .catch((error: unknown) => {
      if (!cx.state.signal.aborted) cx.state.internalErrors.push(error instanceof Error ? error.message : String(error))
    })
}
