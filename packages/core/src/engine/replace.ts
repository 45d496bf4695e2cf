// One generation of a node in place of another. Where two can be there side by side, the next is made at once and the
// last one stays until everything has moved to it. Where there cannot be two, the last one goes first, and with it all
// that stands on it, which the same run makes anew.
import { GmError, type Change } from '@geuse/plugin-api'
import type { Row } from '../state/document.js'
import { dependentsOf, standingOn } from '../state/generations.js'
import { replacing } from '../state/ledger.js'
import { goesFirst, recordable } from './compare.js'
import { announceAndMake, intentOf, make, type Task, wantedOf } from './make.js'
import { destroyIfThere, remove } from './remove.js'
import type { RunContext } from './run-context.js'

/**
 * @param row of the thing that is there
 * @param seen its outputs; undefined where it was not looked for
 * @param changes why it is replaced
 * @returns outputs of the next generation
 * @throws GmError STACK_DIFFERS before anything that holds data would go
 */
export async function replace(task: Task, row: Row, seen: unknown, changes: readonly Change[]): Promise<unknown> {
  const { run, node } = task
  if (row.keeps === 'data') throw holdsData(node, node, changes)
  if (!goesFirst(row, wantedOf(task))) {
    const outputs = row.outputs ?? (seen === undefined ? undefined : recordable(seen))
    await run.commit(replacing(node, intentOf(task), run.now(), outputs))
    return make(task)
  }
  await clear(task, changes)
  return announceAndMake(task)
}

async function clear({ run, node, cx, resource }: Task, changes: readonly Change[]): Promise<void> {
  const { nodes } = run.document
  const data = [...dependentsOf(nodes, node)].find((key) => nodes[key]?.keeps === 'data')
  if (data !== undefined) throw holdsData(node, data, changes)
  await removeStandingOn(run, node)
  await destroyIfThere(run, node, cx, resource)
}

/**
 * What stands on a node goes before it, in any order that its own dependents allow. None of it was ensured in this run:
 * that starts only when what it stands on is finished. What is being moved elsewhere at this moment is waited for.
 */
async function removeStandingOn(run: RunContext, key: string): Promise<void> {
  const all = await Promise.allSettled(
    standingOn(run.document.nodes, key).map((other) =>
      run.exclusive(other, async () => {
        if (!standingOn(run.document.nodes, key).includes(other)) return
        await removeStandingOn(run, other)
        await remove(run, other)
      }),
    ),
  )
  for (const one of all) if (one.status === 'rejected') throw one.reason
}

function holdsData(node: string, data: string, changes: readonly Change[]): GmError {
  const fields = [...new Set(changes.map(({ field }) => field))].join(', ')
  const holds = data === node ? 'it holds data' : `${data}, which stands on it, holds data`
  return new GmError('STACK_DIFFERS', `another ${fields} would take another ${node}, and ${holds}`)
}
