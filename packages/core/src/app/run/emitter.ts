// From one to all who listen.
import type { RunEvent } from '@geuse/plugin-api'

type Listen = (event: RunEvent) => void

/** @returns what tells all of them; a listener that throws must not harm what it listens to */
export function emitter(listeners: readonly Listen[]): Listen {
  return (event) => {
    for (const listen of listeners) {
      try {
        listen(event)
      } catch {
        continue
      }
    }
  }
}
