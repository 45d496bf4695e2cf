// A cloud small enough to be certain about, for properties of the engine: things with ids, found by token, name or tag,
// visible late, refusing to go while something stands on them, their answers lost on demand.
import { defineResource, GmError, type MakesFrom, type ResourceContext } from '@geuse/plugin-api'

/** One thing in the cloud. */
export interface Thing {
  readonly id: string
  readonly node: string
  readonly stackId: string
  readonly name: string
  readonly token: string
  readonly visibleAt: number
  readonly on: readonly string[]
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

/** Props of every fake resource: the ids that it stands on. */
export interface FakeProps {
  readonly on: readonly string[]
}

/** All things of one account, and what was done to them against the rules. */
export class FakeCloud {
  readonly things = new Map<string, Thing>()
  /** What broke a promise: something made or destroyed out of order. */
  readonly violations: string[] = []
  readonly #options: CloudOptions
  /** As in AWS, a token gives back what it made, also when that is gone by now. */
  readonly #answers = new Map<string, Thing>()
  #next = 1

  constructor(options: CloudOptions) {
    this.#options = options
  }

  /** @returns what carries a node's tag and can be seen */
  async find(match: (thing: Thing) => boolean): Promise<Thing[]> {
    await this.#options.around('find')
    return [...this.things.values()].filter((thing) => thing.visibleAt <= this.#options.now() && match(thing))
  }

  async create(thing: Omit<Thing, 'id' | 'visibleAt' | 'settled'>, kind: 'token' | 'name' | 'search'): Promise<Thing> {
    return this.#call(`create ${thing.node}`, () => {
      const replayed = kind === 'token' ? this.#answers.get(thing.token) : undefined
      if (replayed !== undefined) return replayed
      if (kind === 'name' && [...this.things.values()].some(({ name }) => name === thing.name))
        throw new GmError('CONFLICT', `${thing.name} exists`)
      return this.#make(thing)
    })
  }

  async settle(id: string): Promise<void> {
    await this.#call(`settle ${id}`, () => {
      const thing = this.things.get(id)
      if (thing !== undefined) thing.settled = true
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

  #make(thing: Omit<Thing, 'id' | 'visibleAt' | 'settled'>): Thing {
    const missing = thing.on.filter((id) => this.things.get(id)?.settled !== true)
    if (missing.length > 0) this.violations.push(`${thing.node} was made before ${missing.join(', ')}`)
    const made: Thing = {
      ...thing,
      id: `t-${String(this.#next++).padStart(4, '0')}`,
      visibleAt: this.#options.now() + this.#options.delay,
      settled: false,
    }
    this.things.set(made.id, made)
    this.#answers.set(thing.token, made)
    return made
  }

  async #call<T>(name: string, effect: () => T): Promise<T> {
    await this.#options.around(name)
    const answer = effect()
    await this.#options.around(name)
    if (this.#options.loses(name)) throw new GmError('UNREACHABLE', `the answer to "${name}" was lost`)
    return answer
  }
}

/**
 * @param cloud where it is made
 * @param shape how it is found again, and whether it keeps data
 * @returns a resource of that kind
 */
export function fakeResource(
  cloud: FakeCloud,
  shape: { type: string; kind: 'token' | 'name' | 'search'; keeps?: 'data' },
): MakesFrom<FakeProps, { id: string }> {
  const { type, kind, keeps } = shape
  const nameOf = (cx: Pick<ResourceContext, 'stack' | 'node'>): string => `${cx.stack.id}/${cx.node}`
  return defineResource<FakeProps, { name: string }, { id: string }>({
    type,
    stage: 'network',
    iam: [],
    idempotent: kind,
    ...(keeps === undefined ? {} : { keeps }),
    identity: (_props, owner) => ({ name: nameOf(owner) }),
    async find(cx, { seen, identity }) {
      const ours = await cloud.find(
        (thing) =>
          thing.stackId === cx.stack.id && (seen === undefined ? thing.name === identity.name : thing.id === seen.id),
      )
      const found = ours.map(({ id }) => ({ id }))
      return kind === 'search' ? (found.length > 1 ? found : found[0]) : found[0]
    },
    async create(cx, { on }) {
      const { id } = await cloud.create(
        { node: cx.node, stackId: cx.stack.id, name: nameOf(cx), token: cx.token, on },
        kind,
      )
      return { id }
    },
    async sync(_cx, observed) {
      await retryLost(() => cloud.settle(observed.id))
      return observed
    },
    async list(cx) {
      const ours = await cloud.find((thing) => thing.stackId === cx.stack.id)
      return ours.map(({ id, node, name }) => ({ id, node, known: { identity: { name }, observed: { id } } }))
    },
    destroy: (_cx, { observed }) => retryLost(() => cloud.destroy(observed.id)),
    seconds: { create: 1, destroy: 1 },
  })
}

// What the cloud's own client does for calls that may be repeated.
async function retryLost(call: () => Promise<void>): Promise<void> {
  await call().catch((error: unknown) => {
    if (error instanceof GmError && error.code === 'UNREACHABLE') return retryLost(call)
    throw error
  })
}
