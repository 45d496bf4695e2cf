// Look after look, until somebody has seen enough; and where it may, the monitor heals: on two independent signals, at
// two looks in a row, and not for ever.
import { asGmError, type Clock } from '@geuse/plugin-api'
import { enoughSignals } from '../../health/signals.js'
import type { Look } from './look.js'
import type { monitorEntry } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** What comes of watching: looks, and what was done about them. */
export type MonitorEntry = Told<typeof monitorEntry>

/** What is watched, and how. */
export interface Watched {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly intervalSeconds: number
  /** Whether one look is enough. */
  readonly once: boolean
  /** @throws GmError where nothing can be seen */
  look(): Promise<Look>
  /** Mends the stack; nothing where that is not wanted. */
  readonly heal: (() => Promise<void>) | undefined
}

/** Tries after which healing is left to a person (source document 7.5.1: two retries). */
const mostTries = 3
/** Looks in a row at which enough signals have to be seen. */
const looksToAct = 2

/**
 * Watches until the signal.
 * @throws the signal's reason; at the first look, what keeps it from being one
 */
export async function* watch(watched: Watched): AsyncGenerator<MonitorEntry> {
  const { clock, signal, intervalSeconds, once } = watched
  const healer = new Healer(watched)
  for (let first = true; ; first = false) {
    const seen = await looked(watched, first || once)
    yield seen
    if (once) return
    if (seen.type === 'look') yield* healer.consider(seen)
    await clock.sleep(intervalSeconds * 1000, signal)
  }
}

/** What passes is told, and does not end the watching. */
async function looked(
  { look, clock, signal }: Watched,
  mustSee: boolean,
): Promise<Look | (MonitorEntry & { type: 'blind' })> {
  try {
    return await look()
  } catch (error) {
    if (mustSee || signal.aborted) throw error
    return { type: 'blind', at: new Date(clock.now()).toISOString(), error: asGmError(error).toJSON() }
  }
}

/** Counts what speaks for healing, and what was tried. */
class Healer {
  readonly #watched: Watched
  #looks = 0
  #tries = 0

  constructor(watched: Watched) {
    this.#watched = watched
  }

  async *consider({ signals, status, verdict }: Look): AsyncGenerator<MonitorEntry> {
    const { heal, clock, signal } = this.#watched
    if (verdict === 'healthy') this.#tries = 0
    this.#looks = signals.length >= enoughSignals && status === 'running' ? this.#looks + 1 : 0
    if (heal === undefined || this.#looks < looksToAct || this.#tries >= mostTries) return
    const at = (): string => new Date(clock.now()).toISOString()
    this.#tries += 1
    yield { type: 'healing', at: at(), attempt: this.#tries, signals }
    try {
      await heal()
      this.#looks = 0
      yield { type: 'healed', at: at() }
    } catch (error) {
      if (signal.aborted) throw error
      yield { type: 'heal-failed', at: at(), error: asGmError(error).toJSON(), triesLeft: mostTries - this.#tries }
    }
  }
}
