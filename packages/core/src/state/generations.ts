// Two generations of a node in one ledger. The row under the node's own id is the one that counts; the one before it,
// while its thing is still there, has the key `<node>@<generation>`. What stands on it names it by that key, so that
// the edges of the ledger are always those of the things themselves, and nothing is destroyed under a dependent.
import type { Document, NodeRecord } from './document.js'

type Nodes = Document['nodes']

/** @returns the key of a generation that was replaced */
export function replacedKey(node: string, generation: number): string {
  return `${node}@${generation}`
}

/** @returns the node of a key of the ledger */
export function nodeOf(key: string): string {
  return key.split('@')[0] ?? key
}

/** @returns whether a key is that of a generation that was replaced */
export function isReplaced(key: string): boolean {
  return key.includes('@')
}

/** @returns the keys of a node's generations that were replaced and may be there */
export function generationsOf(nodes: Nodes, node: string): string[] {
  return Object.keys(nodes).filter((key) => isReplaced(key) && nodeOf(key) === node)
}

/** @returns the generation that comes after all that the node ever had */
export function nextGeneration({ generation, last_generation: last = generation }: NodeRecord): number {
  return Math.max(generation, last) + 1
}

/**
 * @param row what is known of the node's thing
 * @param seen outputs, where the thing was just seen
 * @returns the ledger in which the row has the key of a replaced generation, and its own id is free
 */
export function setAside(nodes: Nodes, node: string, row: NodeRecord, seen?: NodeRecord['outputs']): Nodes {
  const { [node]: _current, ...others } = nodes
  const key = replacedKey(node, row.generation)
  return { ...renamed(others, new Map([[node, key]])), [key]: { ...row, ...known(row, seen) } }
}

function known({ status }: NodeRecord, seen: NodeRecord['outputs'] | undefined): Partial<NodeRecord> {
  if (seen === undefined) return {}
  return { outputs: seen, ...(status === 'creating' ? { status: 'ready' } : {}) }
}

/**
 * Brings a generation back: it is its node's own row again, and its successor, where there is one, is about to go.
 * @param since ISO instant
 */
export function broughtBack(nodes: Nodes, node: string, generation: number, since: string): Nodes {
  const key = replacedKey(node, generation)
  const { [node]: successor, [key]: earlier, ...others } = nodes
  if (successor === undefined || earlier === undefined) return nodes
  const successorKey = replacedKey(node, successor.generation)
  return {
    ...renamed(
      others,
      new Map([
        [node, successorKey],
        [key, node],
      ]),
    ),
    [node]: { ...earlier, last_generation: nextGeneration(successor) - 1 },
    ...(successor.status === 'gone' ? {} : { [successorKey]: { ...successor, status: 'destroying', since } }),
  }
}

/** Edges follow the rows that they mean. */
function renamed(nodes: Nodes, names: ReadonlyMap<string, string>): Nodes {
  const all = (deps: readonly string[]): string[] => deps.map((dep) => names.get(dep) ?? dep)
  return mapRows(nodes, (row) => ({
    ...row,
    deps: all(row.deps),
    ...(row.restore ? { restore: { ...row.restore, deps: all(row.restore.deps) } } : {}),
  }))
}

/** @returns the ledger in which nothing can be brought back to what stood on a thing that is no more */
export function forgotten(nodes: Nodes, key: string): Nodes {
  return mapRows(nodes, (row) => (row.restore?.deps.includes(key) ? { ...row, restore: null } : row))
}

function mapRows(nodes: Nodes, change: (row: NodeRecord) => NodeRecord): Nodes {
  return Object.fromEntries(Object.entries(nodes).map(([key, row]) => [key, change(row)]))
}

/**
 * @param keys of rows that stay
 * @returns them and everything that they stand on
 */
export function withFoundations(nodes: Nodes, keys: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (key: string): void => {
    const row = nodes[key]
    if (found.has(key) || row === undefined || row.status === 'gone') return
    found.add(key)
    row.deps.forEach(add)
  }
  for (const key of keys) add(key)
  return found
}

/** @returns keys of the rows that stand directly on one, and may be there */
export function standingOn(nodes: Nodes, key: string): string[] {
  return Object.keys(nodes).filter((other) => nodes[other]?.status !== 'gone' && nodes[other]?.deps.includes(key))
}

/** @returns the keys of everything that stands on a row, at whatever distance */
export function dependentsOf(nodes: Nodes, key: string): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (other: string): void => {
    if (found.has(other)) return
    found.add(other)
    standingOn(nodes, other).forEach(add)
  }
  standingOn(nodes, key).forEach(add)
  return found
}

/** @returns of each node the row whose thing is in use: its own, or while that is being made, the one before */
export function rowsInUse(nodes: Nodes): [string, NodeRecord][] {
  const isKnown = (row: NodeRecord): boolean => row.status !== 'gone' && row.outputs !== undefined
  const rows = new Map<string, NodeRecord>()
  for (const [key, row] of Object.entries(nodes)) {
    const earlier = rows.get(nodeOf(key))
    if (isKnown(row) && (!isReplaced(key) || earlier === undefined)) rows.set(nodeOf(key), row)
  }
  return [...rows]
}
