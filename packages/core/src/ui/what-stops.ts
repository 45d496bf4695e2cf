// What a Ctrl-C would stop, and what becomes of the rest.
import type { RunView } from './view.js'

/** What the instance does, whoever watches. */
const elsewhere: readonly string[] = ['backup', 'verify', 'restore']
/** What ends with whoever watches. */
const transfers: readonly string[] = ['download', 'upload']

/** @returns words that follow `Ctrl-C stops` */
export function whatStops({ operation, stack, nodes }: RunView): string {
  if (nodes.some(({ id, status }) => status === 'running' && transfers.includes(id)))
    return 'the transfer; the same command begins it again'
  return elsewhere.includes(operation)
    ? 'watching; the instance goes on from there'
    : `safely; gm ${operation} ${stack} goes on from there`
}
