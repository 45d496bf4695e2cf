// Kinds of resource in the cloud of the engine's properties: each finds, makes, changes and removes its things there.
import {
  type Change,
  defineResource,
  GmError,
  type Listed,
  type MakesFrom,
  type Owner,
  type Recorded,
} from '@geuse/plugin-api'
import type { FakeCloud, Kind, Thing } from './fake-cloud.js'

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

const isMine: Readonly<Record<Kind, (cx: Owner & { token: string }, thing: Thing, name: string) => boolean>> = {
  token: ({ token }, thing) => thing.token === token,
  name: (_cx, thing, name) => thing.name === name,
  search: ({ node, generation }, thing) => thing.node === node && thing.generation === generation,
}

/**
 * @param cloud where it is made
 * @returns a resource of that kind
 */
export function fakeResource(cloud: FakeCloud, shape: FakeKind): MakesFrom<FakeProps, FakeOutputs> {
  const { type, kind, keeps, changes = false, rooted = false, single = false } = shape
  const nameOf = ({ stack, node, generation }: Owner): string =>
    `${stack.id}/${node}${single ? '' : `/${generation}`}/${type}`
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
    list: ({ stack }) => listed(cloud, stack.id),
    destroy: (_cx, { observed }) => retryLost(() => cloud.destroy(observed.id)),
    seconds: { create: 1, destroy: 1 },
  })
}

async function listed(cloud: FakeCloud, stackId: string): Promise<Listed<{ name: string }, FakeOutputs>[]> {
  const ours = await cloud.find((thing) => thing.stackId === stackId)
  return ours.map((thing) => ({
    id: thing.id,
    node: thing.node,
    known: { identity: { name: thing.name }, observed: outputsOf(thing) },
  }))
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
