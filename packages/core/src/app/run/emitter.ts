// From one to all who listen.
import type { RunEvent } from '@geuse/plugin-api'

type Listen = (event: RunEvent) => void

/** Somebody else's may be an async function all the same: nobody waits for it, and its promise may be rejected. */
type Heard = (event: RunEvent) => unknown

/** @returns what tells all of them; a listener that throws, at once or later, must not harm what it listens to */
export function emitter(listeners: readonly Listen[]): Listen {
  return (event) => {
    for (const listen of listeners) tell(listen, event)
  }
}

function tell(listen: Heard, event: RunEvent): void {
  try {
    Promise.resolve(listen(event)).catch(() => undefined)
  } catch {
    return
  }
}
