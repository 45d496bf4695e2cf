// The account's own time: AWS seconds, run faster than the wall's, so that a wait of minutes is over in a blink.

/** What `--speed max` stands for: so fast that every delay of AWS takes about a millisecond. */
export const MAX_SPEED = 1_000_000

/** A clock whose seconds are AWS seconds. */
export class Clock {
  #speed: number
  #anchorReal: number
  #anchorScaled: number
  readonly #real: () => number

  /** @param speed how many AWS seconds pass in one second of the wall clock @param real the wall clock, in milliseconds */
  constructor(speed: number, real: () => number = Date.now) {
    this.#speed = speed
    this.#real = real
    this.#anchorReal = real()
    this.#anchorScaled = this.#anchorReal
  }

  /** How many AWS seconds pass in one second of the wall clock. */
  get speed(): number {
    return this.#speed
  }

  /** Changes the pace without a jump in time; waits under way keep the pace they began with. */
  set speed(speed: number) {
    const now = this.now()
    this.#anchorReal = this.#real()
    this.#anchorScaled = now
    this.#speed = speed
  }

  /** The account's time, in milliseconds. */
  now(): number {
    return this.#anchorScaled + (this.#real() - this.#anchorReal) * this.#speed
  }

  /** Resolves when so many AWS seconds have passed; rejects when the signal aborts. */
  sleep(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const stop = () => { clearTimeout(timer); reject(signal.reason) }
      const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve() }, (seconds * 1000) / this.#speed)
      signal.addEventListener('abort', stop, { once: true })
    })
  }
}
