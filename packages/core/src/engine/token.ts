// Idempotency tokens: the same question to the cloud carries the same token, in this process or in the one that goes
// on after it; another question never does.
import { createHash } from 'node:crypto'

/**
 * @param stackId UUID of the stack
 * @param node id of the node
 * @param row its generation and attempt
 * @returns 64 hexadecimal digits: the most that EC2 takes as a ClientToken
 */
export function token(
  stackId: string,
  node: string,
  row: { readonly generation: number; readonly attempt: number },
): string {
  return createHash('sha256').update([stackId, node, row.generation, row.attempt].join('/')).digest('hex')
}

/** @returns a digest of plain JSON, whatever the order of its keys */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)) ?? '')
    .digest('hex')
    .slice(0, 32)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
