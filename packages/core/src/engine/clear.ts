// Making room. Of some kinds there cannot be two, so an earlier generation has to go before the next is made, and
// before it all that stands on it, which the same run makes anew.
import { type Change, GmError } from '@geuse/plugin-api'
import { dependentsOf, generationsOf, standingOn } from '../state/generations.js'
import { goesFirst, type Wanted } from './compare.js'
import { remove } from './remove.js'
import type { RunContext } from './run-context.js'

/**
 * Removes earlier generations of a node that were set aside and that the next one could not be beside.
 * @throws GmError STACK_DIFFERS before anything that holds data would go
 */
export async function clearNamesakes(run: RunContext, wanted: Wanted): Promise<void> {
  const { nodes } = run.document
  for (const key of generationsOf(nodes, wanted.owner.node)) {
    const row = nodes[key]
    if (row === undefined || !goesFirst(row, wanted)) continue
    await clearDependents(run, key, [])
    await run.exclusive(key, () => remove(run, key))
  }
}

/**
 * Removes what stands on a row's thing, in any order that its own dependents allow. None of it was ensured in this run:
 * that starts only when what it stands on is finished.
 * @param changes why that thing has to go
 * @throws GmError STACK_DIFFERS before anything that holds data would go
 */
export async function clearDependents(run: RunContext, key: string, changes: readonly Change[]): Promise<void> {
  const { nodes } = run.document
  const data = [...dependentsOf(nodes, key)].find((other) => nodes[other]?.keeps === 'data')
  if (data !== undefined) throw holdsData(key, data, changes)
  await removeStandingOn(run, key)
}

/** @returns the refusal to give up data for another thing */
export function holdsData(node: string, data: string, changes: readonly Change[]): GmError {
  const fields = [...new Set(changes.map(({ field }) => field))].join(', ') || 'generation'
  const holds = data === node ? 'it holds data' : `${data}, which stands on it, holds data`
  return new GmError('STACK_DIFFERS', `another ${fields} would take another ${node}, and ${holds}`, {
    hints: ['leave that as it was, or make a second stack: gm deploy ANOTHER-NAME …'],
  })
}

async function removeStandingOn(run: RunContext, key: string): Promise<void> {
  // What is moved at this moment may leave its last generation behind, which stands there too.
  for (let others = standing(); others.length > 0; others = standing()) {
    const all = await Promise.allSettled(others.map((other) => run.exclusive(other, () => clearOne(other))))
    for (const one of all) if (one.status === 'rejected') throw one.reason
  }

  function standing(): string[] {
    return standingOn(run.document.nodes, key)
  }

  async function clearOne(other: string): Promise<void> {
    if (!standing().includes(other)) return
    await removeStandingOn(run, other)
    await remove(run, other)
  }
}
