// Looking for a thing that may be there. Right after a create whose answer was lost, "not found" may only mean "not
// visible yet": then the look is repeated through a window. Several of one kind become one: the lowest id is kept.
import type { MakesFrom, ResourceContext } from '@geuse/plugin-api'
import type { Row } from '../state/document.js'

/** What is known of the thing. */
export interface Known {
  readonly identity: unknown
  readonly seen?: unknown
}

/** Between two looks, in milliseconds. */
const pause = 500

/** @returns what a row knows of its thing */
export function knownOf(row: Row): Known {
  return { identity: row.identity, ...(row.outputs === undefined ? {} : { seen: row.outputs }) }
}

/** @returns milliseconds in which a thing made so lately may still be invisible */
export function youth(row: Row, cx: ResourceContext, window: number): number {
  return Math.max(0, Date.parse(row.since) + window - cx.clock.now())
}

async function look(resource: MakesFrom<unknown, unknown>, cx: ResourceContext, known: Known): Promise<unknown> {
  const found = await resource.find(cx, known)
  return Array.isArray(found) ? keepLowest(resource, cx, known.identity, found) : found
}

/**
 * @param window milliseconds to go on looking for
 * @returns the thing, or undefined when it did not show up
 */
export async function lookThroughWindow(
  resource: MakesFrom<unknown, unknown>,
  cx: ResourceContext,
  known: Known,
  window: number,
): Promise<unknown> {
  const end = cx.clock.now() + window
  for (;;) {
    const found = await look(resource, cx, known)
    if (found !== undefined || cx.clock.now() >= end) return found
    await cx.clock.sleep(Math.min(pause, end - cx.clock.now()), cx.signal)
  }
}

async function keepLowest(
  resource: MakesFrom<unknown, unknown>,
  cx: ResourceContext,
  identity: unknown,
  found: readonly unknown[],
): Promise<unknown> {
  const [kept, ...others] = found.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  await Promise.all(others.map((observed) => resource.destroy(cx, { identity, observed })))
  return kept
}
