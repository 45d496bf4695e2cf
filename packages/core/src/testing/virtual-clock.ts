// Time that passes only when everybody waits: tests of waits, windows and deadlines take no time and never race.
import type { Clock } from '@geuse/plugin-api'

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock whose time jumps to the next sleeper as soon as nothing else can happen. */
export class VirtualClock implements Clock {
  #now: number
  #sleepers: Sleeper[] = []
  #scheduled = false

  /** @param start milliseconds since the epoch */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      const sleeper = { at: this.#now + Math.max(0, ms), wake: resolve }
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
          reject(signal.reason)
        },
        { once: true },
      )
      this.#sleepers.push(sleeper)
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#advance()
    })
  }

  #advance(): void {
    const next = this.#sleepers.toSorted((a, b) => a.at - b.at)[0]
    if (next === undefined) return
    this.#sleepers = this.#sleepers.filter((other) => other !== next)
    this.#now = Math.max(this.#now, next.at)
    next.wake()
    if (this.#sleepers.length > 0) this.#schedule()
  }
}
