// A cloud small enough to be certain about, for properties of the engine: things with ids, found by token, name or tag,
// visible late, refusing to go while something stands on them, changed step by step, their answers lost on demand.
import { type Change, defineResource, GmError, type MakesFrom, type Owner, type Recorded } from '@geuse/plugin-api'

/** What a thing can be asked to be. */
export interface FakeProps {
  /** Ids of the things that it stands on. */
  readonly on: readonly string[]
  /** Their revisions: other ones are taken over in place. */
  readonly revisions?: readonly number[]
  /** What cannot be changed in place. */
  readonly fixed?: number
  /** What can, mark by mark, as the rules of a security group. */
  readonly marks?: readonly number[]
}

/** What is recorded of a thing. */
export interface FakeOutputs {
  readonly id: string
  readonly revision: number
}

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

type Kind = 'token' | 'name' | 'search'
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

/** What a fake kind is like. */
export interface FakeKind {
  readonly type: string
  readonly kind: Kind
  readonly keeps?: 'data'
  /** Whether marks and ground can be changed in place; without, anything makes it anew. */
  readonly changes?: boolean
  /** Whether it cannot be moved to other ground, although the rest can be changed in place. */
  readonly rooted?: boolean
  /** Of which there cannot be two: it says so, or its name is the same in each generation. */
  readonly single?: boolean
}

/**
 * @param cloud where it is made
 * @returns a resource of that kind
 */
export function fakeResource(cloud: FakeCloud, shape: FakeKind): MakesFrom<FakeProps, FakeOutputs> {
  const { type, kind, keeps, changes = false, rooted = false, single = false } = shape
  const nameOf = ({ stack, node, generation }: Owner): string =>
    `${stack.id}/${node}${single ? '' : `/${generation}`}/${type}`
  const isMine: Readonly<Record<Kind, (cx: Owner & { token: string }, thing: Thing, name: string) => boolean>> = {
    token: ({ token }, thing) => thing.token === token,
    name: (_cx, thing, name) => thing.name === name,
    search: ({ node, generation }, thing) => thing.node === node && thing.generation === generation,
  }
  return defineResource<FakeProps, { name: string }, FakeOutputs>({
    type,
    stage: 'network',
    iam: [],
    idempotent: kind,
    ...(keeps === undefined ? {} : { keeps }),
    ...(single && kind !== 'name' ? { replace: 'destroy-first' as const } : {}),
    ...(changes ? { diff: differences(rooted), update: changing(cloud), stable: ['id'] as const } : {}),
    identity: (_props, owner) => ({ name: nameOf(owner) }),
    async find(cx, { seen, identity }) {
      const ours = await cloud.find(
        (thing) =>
          thing.stackId === cx.stack.id &&
          (seen === undefined ? isMine[kind](cx, thing, identity.name) : thing.id === seen.id),
      )
      const found = ours.map(outputsOf)
      return kind === 'search' ? (found.length > 1 ? found : found[0]) : found[0]
    },
    async create(cx, { on, fixed = 0, marks = [] }) {
      const { stack, node, generation, token } = cx
      const wish = { node, generation, stackId: stack.id, name: nameOf(cx), token, on, fixed, marks, single }
      return outputsOf(await cloud.create(wish, kind))
    },
    async sync(_cx, observed) {
      await retryLost(() => cloud.settle(observed.id))
      return observed
    },
    async list(cx) {
      const ours = await cloud.find((thing) => thing.stackId === cx.stack.id)
      return ours.map((thing) => ({
        id: thing.id,
        node: thing.node,
        known: { identity: { name: thing.name }, observed: outputsOf(thing) },
      }))
    },
    destroy: (_cx, { observed }) => retryLost(() => cloud.destroy(observed.id)),
    seconds: { create: 1, destroy: 1 },
  })
}

function outputsOf({ id, revision }: Thing): FakeOutputs {
  return { id, revision }
}

function differences(rooted: boolean): (made: Recorded<FakeProps>, props: FakeProps) => Change[] {
  const fields = ['on', 'revisions', 'fixed', 'marks'] as const
  const lasting: readonly string[] = rooted ? ['fixed', 'on'] : ['fixed']
  return (made, props) =>
    fields
      .filter((field) => JSON.stringify(made[field]) !== JSON.stringify(props[field]))
      .map((field) => ({
        field,
        from: made[field],
        to: props[field],
        action: lasting.includes(field) ? 'replace' : 'update',
      }))
}

// What is missing is added first, what is not wanted any more is taken away one by one: it may end after each.
function changing(cloud: FakeCloud): NonNullable<MakesFrom<FakeProps, FakeOutputs>['update']> {
  return async (_cx, { id }, { on, marks = [] }, made) => {
    const change = (work: (thing: Thing) => void): Promise<number> => retryLost(() => cloud.change(id, work))
    let revision = await change((thing) => {
      thing.marks = [...new Set([...thing.marks, ...marks])].toSorted()
    })
    const dropped = new Set(made.flatMap((earlier) => earlier.marks ?? []).filter((mark) => !marks.includes(mark)))
    for (const gone of dropped)
      revision = await change((thing) => {
        thing.marks = thing.marks.filter((mark) => mark !== gone)
      })
    revision = await change((thing) => {
      thing.on = on
    })
    return { id, revision }
  }
}

// What the cloud's own client does for calls that may be repeated.
async function retryLost<T>(call: () => Promise<T>): Promise<T> {
  return call().catch((error: unknown) => {
    if (error instanceof GmError && error.code === 'UNREACHABLE') return retryLost(call)
    throw error
  })
}
