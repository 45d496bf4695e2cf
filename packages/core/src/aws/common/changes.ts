// The diff of most resources: which props AWS lets change in place, and that anything else takes another thing.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Change, Recorded } from '@geuse/plugin-api'

/** Longest text that a plan shows as it is. */
const shownLength = 80

/**
 * @param made what a thing was made from
 * @param props what is wanted
 * @param inPlace fields that can be changed in place; `all` of them
 * @returns what differs, field by field
 */
export function changesOf<P extends object>(
  made: Recorded<P>,
  props: P,
  inPlace: readonly (keyof P & string)[] | 'all',
): Change[] {
  const [before, after] = [plain(made), plain(props)]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field) => ({
      field,
      from: shown(before[field]),
      to: shown(after[field]),
      action: inPlace === 'all' || inPlace.some((one) => one === field) ? 'update' : 'replace',
    }))
}

/** @returns what is missing of a thing that is there, as `drift` tells it */
export function putBack(field: string, what: unknown, now: unknown = 'missing'): Change {
  return { field, from: now, to: what, action: 'update' }
}

/** As the ledger holds it: a field that is not set is not there. */
function plain(value: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(value)) as Readonly<Record<string, unknown>>
}

/** Scripts and the like are told apart by their digest, and digests by their first digits. */
function shown(value: unknown): unknown {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value.slice(0, 16)
  if (typeof value !== 'string' || value.length <= shownLength) return value
  return `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 16)}`
}
