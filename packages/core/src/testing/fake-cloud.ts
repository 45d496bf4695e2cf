// A cloud small enough to be certain about, for properties of the engine: things with ids, found by token, name or tag,
// visible late, refusing to go while something stands on them, changed step by step, their answers lost on demand.
import { GmError } from '@geuse/plugin-api'

/** One thing in the cloud. */
export interface Thing {
  readonly id: string
  readonly node: string
  readonly generation: number
  readonly stackId: string
  readonly name: string
  readonly token: string
  readonly visibleAt: number
  readonly fixed: number
  on: readonly string[]
  marks: readonly number[]
  /** Raised by each change. */
  revision: number
  settled: boolean
}

/** What a call may run into, and the log of what took effect. */
export interface CloudOptions {
  readonly now: () => number
  /** Called before and after each call takes effect. */
  readonly around: (call: string) => Promise<void>
  /** Milliseconds until a made thing can be seen. */
  readonly delay: number
  /** Whether this call's answer is lost. */
  readonly loses: (call: string) => boolean
}

/** How a kind of thing is found again. */
export type Kind = 'token' | 'name' | 'search'
type Wish = Pick<Thing, 'node' | 'generation' | 'stackId' | 'name' | 'token' | 'on' | 'fixed' | 'marks'> & {
  /** Of which there cannot be two. */
  readonly single: boolean
}

/** All things of one account, and what was done to them against the rules. */
export class FakeCloud {
  readonly things = new Map<string, Thing>()
  /** What broke a promise: something made, changed or destroyed out of order. */
  readonly violations: string[] = []
  /** What took effect, in order. */
  readonly log: string[] = []
  readonly #options: CloudOptions
  /** As in AWS, a token gives back what it made, also when that is gone by now. */
  readonly #answers = new Map<string, Thing>()
  readonly #asked = new Map<string, string>()
  #next = 1

  constructor(options: CloudOptions) {
    this.#options = options
  }

  /** @returns what matches and can be seen */
  async find(match: (thing: Thing) => boolean): Promise<Thing[]> {
    await this.#options.around('find')
    return [...this.things.values()].filter((thing) => thing.visibleAt <= this.#options.now() && match(thing))
  }

  async create(wish: Wish, kind: Kind): Promise<Thing> {
    if (kind === 'token') this.#demandOneWish(wish)
    return this.#call(`create ${wish.node}`, () => {
      const made = kind === 'token' ? this.#answers.get(wish.token) : undefined
      if (made !== undefined) return made
      if (kind === 'name' && [...this.things.values()].some(({ name }) => name === wish.name))
        throw new GmError('CONFLICT', `${wish.name} exists`)
      if (wish.single && [...this.things.values()].some(({ name }) => name === wish.name))
        this.violations.push(`${wish.node} was made beside another`)
      return this.#make(wish)
    })
  }

  async settle(id: string): Promise<void> {
    await this.#call(`settle ${id}`, () => {
      const thing = this.things.get(id)
      if (thing !== undefined) thing.settled = true
    })
  }

  /** @returns the revision after the change */
  async change(id: string, change: (thing: Thing) => void): Promise<number> {
    return this.#call(`change ${id}`, () => {
      const thing = this.things.get(id)
      if (thing === undefined) throw new GmError('NOT_FOUND', `${id} is not there`)
      change(thing)
      thing.revision += 1
      this.#demandGround(thing)
      return thing.revision
    })
  }

  async destroy(id: string): Promise<void> {
    await this.#call(`destroy ${id}`, () => {
      const standing = [...this.things.values()].filter((thing) => thing.on.includes(id))
      if (standing.length > 0)
        this.violations.push(`${id} was destroyed under ${standing.map((thing) => thing.id).join(', ')}`)
      this.things.delete(id)
    })
  }

  /** AWS remembers what a token was used for from the request on, whatever becomes of that. */
  #demandOneWish(wish: Wish): void {
    const text = JSON.stringify(wish)
    const asked = this.#asked.get(wish.token) ?? text
    this.#asked.set(wish.token, asked)
    if (asked !== text) this.violations.push(`${wish.node} asks for two things by one token`)
  }

  #make(wish: Wish): Thing {
    this.#demandGround(wish)
    const made: Thing = {
      ...wish,
      id: `t-${String(this.#next++).padStart(4, '0')}`,
      visibleAt: this.#options.now() + this.#options.delay,
      revision: 1,
      settled: false,
    }
    this.things.set(made.id, made)
    this.#answers.set(wish.token, made)
    return made
  }

  #demandGround({ node, on }: Pick<Thing, 'node' | 'on'>): void {
    const missing = on.filter((id) => this.things.get(id)?.settled !== true)
    if (missing.length > 0) this.violations.push(`${node} came to stand on ${missing.join(', ')}, which is not there`)
  }

  async #call<T>(name: string, effect: () => T): Promise<T> {
    await this.#options.around(name)
    const answer = effect()
    this.log.push(name)
    await this.#options.around(name)
    if (this.#options.loses(name)) throw new GmError('UNREACHABLE', `the answer to "${name}" was lost`)
    return answer
  }
}
