// Random stories of updates: nodes of random kinds, and versions of a graph of them that are wanted one after another.
import fc from 'fast-check'
import type { Weather, WorldGraph, WorldNode } from './engine-world.js'

const size = 5

/** What a node is in all versions of a graph. */
const kinds = fc.record({
  kind: fc.constantFrom<WorldNode['kind'][]>('token', 'name', 'search', 'check'),
  data: fc.boolean(),
  changes: fc.boolean(),
  rooted: fc.boolean(),
  single: fc.boolean(),
})

/** What it is in one of them; it is of another kind of thing now and then. */
const wishes = fc.record({
  deps: fc.array(fc.nat(size - 1), { maxLength: 2 }),
  fixed: fc.nat(1),
  marks: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
  absent: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  other: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})

/** What the nodes of a story are. */
export type Kinds = typeof kinds extends fc.Arbitrary<infer T> ? readonly T[] : never
/** What is wanted at one time. */
export interface Version {
  readonly wishes: readonly (typeof wishes extends fc.Arbitrary<infer T> ? T : never)[]
  readonly upwards: boolean
}

const versions: fc.Arbitrary<Version> = fc.record({
  wishes: fc.array(wishes, { minLength: size, maxLength: size }),
  upwards: fc.boolean(),
})

/** One story. */
export interface Story extends Weather {
  readonly kinds: Kinds
  /** Deployed first, then updated to one after another. */
  readonly versions: readonly Version[]
  /** When processes of each update die. */
  readonly deaths: readonly (readonly number[])[]
}

const death = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 2 })
/** Stories at random. */
export const stories: fc.Arbitrary<Story> = fc.record({
  kinds: fc.array(kinds, { minLength: size, maxLength: size }),
  versions: fc.array(versions, { minLength: 2, maxLength: 3 }),
  deaths: fc.array(death, { minLength: 3, maxLength: 3 }),
  lost: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
  delay: fc.constantFrom(0, 3000),
})

/**
 * @param data `settled` asks nothing of data that would take another thing; `changed` does
 * @returns a version of a graph
 */
export function graphOf(
  kinds: Kinds,
  { wishes: all, upwards }: Version,
  data: 'settled' | 'changed' = 'settled',
): WorldGraph {
  const nodes = kinds.map((kind, index): WorldNode => {
    const { other, ...wish } = all[index] as (typeof all)[number]
    const node = { ...kind, ...wish, ...(other ? { type: `other-${index}` } : {}) }
    const { type: _type, ...plain } = node
    return kind.data && data === 'settled'
      ? { ...plain, deps: [], fixed: 0, marks: [], single: false }
      : { ...node, standing: true }
  })
  return { nodes, upwards }
}
