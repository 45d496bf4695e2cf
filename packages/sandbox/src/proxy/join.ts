// Two connections as one: what comes from either goes to the other, and neither outlives the other.
import type { Duplex } from 'node:stream'

/** Joins two connections. */
export function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [[one, other] as const, [other, one] as const]) {
    from.on('error', () => to.destroy()).once('close', () => to.destroy())
    from.pipe(to)
  }
}
