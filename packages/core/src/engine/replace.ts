// One generation of a node in place of another. Where two can be there side by side, the next is made at once and the
// last one stays until everything has moved to it; where there cannot be two, the last one goes first.
import type { Change } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { nextGeneration } from '../state/generations.js'
import { replacing } from '../state/node-records.js'
import { clearDependents, clearNamesakes, holdsData } from './clear.js'
import { goesFirst, recordable } from './compare.js'
import { announceAndMake, intentOf, make, type Task, wantedOf } from './make.js'
import { destroyIfThere } from './remove.js'

/**
 * @param row of the thing that is there
 * @param seen its outputs; undefined where it was not looked for
 * @param changes why it is replaced
 * @returns outputs of the next generation
 * @throws GmError STACK_DIFFERS before anything that holds data would go
 */
export async function replace(
  task: Task,
  row: NodeRecord,
  seen: unknown,
  changes: readonly Change[],
): Promise<unknown> {
  const { run, node, cx, resource } = task
  if (row.keeps === 'data') throw holdsData(node, node, changes)
  if (goesFirst(row, wantedOf(task))) {
    await clearDependents(run, node, changes)
    await destroyIfThere(run, node, cx, resource)
    return announceAndMake(task)
  }
  await clearNamesakes(run, wantedOf(task))
  const outputs = row.outputs ?? (seen === undefined ? undefined : recordable(seen))
  await run.commit(replacing(node, intentOf(task, nextGeneration(row)), run.now(), outputs))
  return make(task)
}
