// Time-outs of connections, on the account's clock; but whoever speaks does not speak faster with it, and so has as
// much of the wall clock as the settings say.
import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../account/context.js'

/** A watch over a connection. */
export interface SilenceWatch {
  /** Something was heard. */
  touch(): void
  /** Nobody cares any more. */
  end(): void
}

/** @param seconds of silence after which `act` is called, once */
export function watchSilence(
  { clock, settings }: Pick<Context, 'clock' | 'settings'>,
  seconds: number,
  act: () => void,
): SilenceWatch {
  const over = new AbortController()
  let heard = { at: clock.now(), real: Date.now() }
  const left = () => ({
    seconds: seconds - (clock.now() - heard.at) / 1000,
    ms: settings.patienceMs - (Date.now() - heard.real),
  })
  const watch = async (): Promise<void> => {
    for (let next = left(); next.seconds > 0 || next.ms > 0; next = left()) {
      await clock.sleep(Math.max(0, next.seconds), over.signal)
      await wait(Math.max(0, left().ms), undefined, { signal: over.signal })
    }
    act()
  }
  watch().catch(() => undefined)
  return {
    touch: () => (heard = { at: clock.now(), real: Date.now() }),
    end: () => over.abort(),
  }
}
