// One process of gm that lives in this process and may be killed: everything that it does goes through its life, and
// from its death on nothing that it was about to do happens, neither a success nor a failure.
import { readCommand } from '@geuse/instance-contract'

/** A call, counted within its operation: the order of different ones is not fixed. */
export interface Point {
  /** As `callName` names it. */
  readonly operation: string
  /** From one. */
  readonly nth: number
  /** Before it reached AWS, or when it had taken effect and the answer was on its way. */
  readonly when: 'before' | 'after'
  /** A reading that is not asked for in every run. */
  readonly optional?: true
}

/**
 * @param operation of AWS
 * @param input its parameters
 * @returns the operation; of a command to an instance with its verb, as asking for the status is no drain
 */
export function callName(operation: string, input: unknown): string {
  if (operation !== 'SendCommand') return operation
  const { Parameters } = input as { readonly Parameters?: { readonly commands?: readonly string[] } }
  return [operation, readCommand((Parameters?.commands ?? []).join('\n'))?.verb ?? ''].join(' ').trimEnd()
}

/** @returns a point in words */
export function pointName({ operation, nth, when }: Point): string {
  return `${when} ${operation} ${nth}`
}

/** Lets work through until it is killed at a given call; nothing happens after that. */
export class KillSwitch {
  readonly died: Promise<'died'>
  readonly #point: Point | undefined
  readonly #seen = new Map<string, number>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #underWay = new Set<Promise<unknown>>()
  #dead = false
  #announce: (word: 'died') => void = () => undefined

  /** @param point where it is killed; it lives to its end without */
  constructor(point?: Point) {
    this.#point = point
    this.died = new Promise((resolve) => (this.#announce = resolve))
  }

  /** Everything ends here; the promise is never kept. */
  kill(): void {
    this.#dead = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#announce('died')
  }

  /** @returns at once while it lives, never after that */
  alive(): Promise<void> {
    return this.#dead ? new Promise(() => undefined) : Promise.resolve()
  }

  /** @returns when what was under way at its death has come to its end: the kernel and AWS finish what they began */
  async atRest(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  /** Does something, unless it is dead before, or at the end of it. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    await this.alive()
    const settled = Promise.allSettled([work()])
    this.#underWay.add(settled)
    const [result] = await settled
    this.#underWay.delete(settled)
    await this.alive()
    if (result.status === 'rejected') throw result.reason
    return result.value
  }

  /** Makes a call of an operation, and dies there if this is its point. */
  call<T>(operation: string, send: () => Promise<T>): Promise<T> {
    const nth = (this.#seen.get(operation) ?? 0) + 1
    this.#seen.set(operation, nth)
    const fatal = this.#point?.operation === operation && this.#point.nth === nth ? this.#point.when : undefined
    if (fatal === 'before') this.kill()
    return this.guard(async () => {
      const [result] = await Promise.allSettled([send()])
      if (fatal === 'after') this.kill()
      if (result.status === 'rejected') throw result.reason
      return result.value
    })
  }

  /** Sleeps for milliseconds of the wall clock. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return
      if (signal?.aborted === true) return reject(signal.reason)
      const stop = (): void => {
        this.#timers.delete(timer)
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      this.#timers.add(timer)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }
}
