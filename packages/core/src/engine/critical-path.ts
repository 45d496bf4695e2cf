// The longest chain of durations through work with dependencies: what orders it (the start of the
// longest chain goes first) and what no parallelism can shorten.

/** Work with a duration, in any unit, and what it waits for. */
export interface Timed {
  readonly id: string
  readonly deps: readonly string[]
  readonly duration: number
}

/** A chain of work, first thing first, and its sum. */
export interface Chain {
  readonly duration: number
  readonly ids: readonly string[]
}

const nothing: Chain = { duration: 0, ids: [] }

/** @returns the longest chain of all */
export function criticalPath(work: readonly Timed[]): Chain {
  const chains = longestBefore(work)
  return longest([...chains.values()])
}

/** @returns for each piece of work the length of the longest chain that starts with it */
export function priorities(work: readonly Timed[]): ReadonlyMap<string, number> {
  const chains = longestBefore(reversed(work))
  return new Map([...chains].map(([id, chain]) => [id, chain.duration]))
}

/** @returns the same work with every edge turned round */
export function reversed<T extends { readonly id: string; readonly deps: readonly string[] }>(work: readonly T[]): T[] {
  const dependents = new Map<string, string[]>(work.map(({ id }) => [id, []]))
  for (const { id, deps } of work) for (const dep of deps) dependents.get(dep)?.push(id)
  return work.map((item) => ({ ...item, deps: dependents.get(item.id) ?? [] }))
}

function longestBefore(work: readonly Timed[]): Map<string, Chain> {
  const byId = new Map(work.map((item) => [item.id, item]))
  const chains = new Map<string, Chain>()
  const chainOf = (id: string): Chain => {
    const item = byId.get(id)
    if (item === undefined) return nothing
    const known = chains.get(id)
    if (known !== undefined) return known
    const before = longest(item.deps.map(chainOf))
    const chain = { duration: before.duration + item.duration, ids: [...before.ids, id] }
    chains.set(id, chain)
    return chain
  }
  for (const { id } of work) chainOf(id)
  return chains
}

function longest(chains: readonly Chain[]): Chain {
  return chains.reduce((best, chain) => (chain.duration > best.duration ? chain : best), nothing)
}
