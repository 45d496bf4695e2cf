// A ready queue: whatever has nothing left to wait for starts at once, that with the longest way behind it first, as
// many side by side as allowed. No levels, no barriers. What fails keeps its dependents from starting; what is in
// flight always finishes.
import { priorities, type Timed } from './critical-path.js'

/** How a walk goes about it. */
export interface WalkOptions {
  /** How many pieces of work at once. */
  readonly concurrency: number
  /** Asked before each start: whether nothing new may start. */
  readonly stopped: () => boolean
  /** Whether work that does not depend on a failure still starts. */
  readonly goOnAfterFailure: boolean
}

/** What became of each piece of work, by id. */
export interface WalkResult<R> {
  readonly done: ReadonlyMap<string, R>
  readonly failed: ReadonlyMap<string, unknown>
  readonly skipped: readonly string[]
}

/**
 * @param work what is to be done; ids in `deps` that are not among it count as done
 * @param act does one piece
 * @returns when nothing is in flight any more; never rejects
 */
export function walk<T extends Timed, R>(
  work: readonly T[],
  act: (item: T) => Promise<R>,
  options: WalkOptions,
): Promise<WalkResult<R>> {
  return new Promise((resolve) => new Walk(work, act, options, resolve).pump())
}

class Walk<T extends Timed, R> {
  readonly #waiting: T[]
  readonly #ids: ReadonlySet<string>
  readonly #done = new Map<string, R>()
  readonly #failed = new Map<string, unknown>()
  readonly #act: (item: T) => Promise<R>
  readonly #options: WalkOptions
  readonly #resolve: (result: WalkResult<R>) => void
  #inFlight = 0

  constructor(
    work: readonly T[],
    act: (item: T) => Promise<R>,
    options: WalkOptions,
    resolve: (result: WalkResult<R>) => void,
  ) {
    const priority = priorities(work)
    this.#waiting = work.toSorted((a, b) => (priority.get(b.id) ?? 0) - (priority.get(a.id) ?? 0))
    this.#ids = new Set(work.map(({ id }) => id))
    this.#act = act
    this.#options = options
    this.#resolve = resolve
  }

  pump(): void {
    while (this.#inFlight < this.#options.concurrency && !this.#stopped()) {
      const next = this.#waiting.findIndex((item) => this.#ready(item))
      if (next < 0) break
      const [item] = this.#waiting.splice(next, 1)
      if (item !== undefined) void this.#start(item)
    }
    if (this.#inFlight === 0)
      this.#resolve({ done: this.#done, failed: this.#failed, skipped: this.#waiting.map(({ id }) => id) })
  }

  async #start(item: T): Promise<void> {
    this.#inFlight += 1
    try {
      this.#done.set(item.id, await this.#act(item))
    } catch (error) {
      this.#failed.set(item.id, error)
    }
    this.#inFlight -= 1
    this.pump()
  }

  #ready(item: T): boolean {
    return item.deps.every((dep) => this.#done.has(dep) || !this.#ids.has(dep))
  }

  #stopped(): boolean {
    return this.#options.stopped() || (this.#failed.size > 0 && !this.#options.goOnAfterFailure)
  }
}
