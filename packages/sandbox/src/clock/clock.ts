// The account's own time: AWS seconds, run faster than the wall's, so that a wait of minutes is over in a blink.

/** What `--speed max` stands for: so fast that every delay of AWS takes about a millisecond. */
export const maxSpeed = 1_000_000

/** Somebody who waits for a time of the account. */
interface Waiter {
  readonly due: number
  readonly wake: () => void
  timer?: NodeJS.Timeout
}

/** A clock whose seconds are AWS seconds. */
export class Clock {
  #speed: number
  #anchorReal: number
  #anchorScaled: number
  readonly #real: () => number
  readonly #waiters = new Set<Waiter>()

  /**
   * @param speed how many AWS seconds pass in one second of the wall clock
   * @param real the wall clock, in milliseconds
   */
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

  /** Changes the pace without a jump in time; those who wait already follow it. */
  set speed(speed: number) {
    const now = this.now()
    this.#anchorReal = this.#real()
    this.#anchorScaled = now
    this.#speed = speed
    for (const waiter of this.#waiters) this.#arm(waiter)
  }

  /** The account's time, in milliseconds. */
  now(): number {
    return this.#anchorScaled + (this.#real() - this.#anchorReal) * this.#speed
  }

  /** Resolves when so many AWS seconds have passed; rejects when the signal aborts. */
  sleep(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const stop = () => {
        this.#forget(waiter)
        reject(signal.reason)
      }
      const wake = () => {
        this.#forget(waiter)
        signal.removeEventListener('abort', stop)
        resolve()
      }
      const waiter: Waiter = { due: this.now() + seconds * 1000, wake }
      signal.addEventListener('abort', stop, { once: true })
      this.#waiters.add(waiter)
      this.#arm(waiter)
    })
  }

  /** Sets the waiter's timer for what is left of its wait at the present pace. */
  #arm(waiter: Waiter): void {
    clearTimeout(waiter.timer)
    waiter.timer = setTimeout(waiter.wake, Math.max(0, (waiter.due - this.now()) / this.#speed))
  }

  #forget(waiter: Waiter): void {
    clearTimeout(waiter.timer)
    this.#waiters.delete(waiter)
  }
}
