// Looking for a thing that may be there. Right after a create whose answer was lost, "not found" may only mean "not
// visible yet": then the find is repeated through a window. Several of one kind become one: the lowest id is kept.
import type { MakesFrom, ResourceContext } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'

/** What a thing is found by. */
export interface LookupKey {
  readonly identity: unknown
  /** Its recorded outputs. */
  readonly seen?: unknown
}

/** Between two finds, in milliseconds. */
const pause = 500

/** @returns what a row's thing is found by */
export function lookupKey(row: NodeRecord): LookupKey {
  return { identity: row.identity, ...(row.outputs === undefined ? {} : { seen: row.outputs }) }
}

/** @returns milliseconds in which a thing made at the row's last change may still be invisible */
export function visibilityRemaining(row: NodeRecord, cx: ResourceContext, window: number): number {
  return Math.max(0, Date.parse(row.since) + window - cx.clock.now())
}

/**
 * @param window milliseconds to go on looking for
 * @returns the thing, or undefined when it did not show up
 */
export async function findWithRetry(
  resource: MakesFrom<unknown, unknown>,
  cx: ResourceContext,
  key: LookupKey,
  window: number,
): Promise<unknown> {
  const end = cx.clock.now() + window
  for (;;) {
    const found = await find(resource, cx, key)
    if (found !== undefined || cx.clock.now() >= end) return found
    await cx.clock.sleep(Math.min(pause, end - cx.clock.now()), cx.signal)
  }
}

async function find(resource: MakesFrom<unknown, unknown>, cx: ResourceContext, key: LookupKey): Promise<unknown> {
  const found = await resource.find(cx, key)
  return Array.isArray(found) ? keepLowest(resource, cx, key.identity, found) : found
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
