// The clock on the wall, for everything but tests.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@geuse/plugin-api'

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal })
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error
    }
  },
}
