// For how long instances of a stack ran: the one that runs, by its row in the ledger, and those that ended or were
// stopped, written down when that happens. What a stack has cost is worked out from it.
import { z } from 'zod'
import type { Document, NodeRecord, StateInput } from './document.js'
import { rowsInUse } from './generations.js'

/** Time that one instance ran, from its launch or start to its end or stop. */
export type Runtime = Document['runtime'][number]

/** An instance that runs. */
type OpenRuntime = Omit<Runtime, 'to'>

/** What of an instance's outputs counts. */
const seenSchema = z.object({
  instanceId: z.string(),
  type: z.string(),
  market: z.enum(['spot', 'on-demand']),
  launchedAt: z.string(),
  pricePerHour: z.number().nullable().default(null),
  onDemandPerHour: z.number().nullable().default(null),
  stopped: z.boolean().default(false),
})

/** @returns the instance that runs, as far as the ledger knows */
export function openRuntime({ nodes }: Pick<StateInput, 'nodes'>): OpenRuntime | undefined {
  const isInstance = ({ type, status }: NodeRecord) =>
    type === 'instance' && (status === 'ready' || status === 'updating')
  const row = rowsInUse(nodes).find(([, one]) => isInstance(one))?.[1]
  const seen = seenSchema.safeParse(row?.outputs).data
  if (seen === undefined || seen.stopped) return undefined
  const { instanceId, type, market, launchedAt, pricePerHour, onDemandPerHour } = seen
  return {
    ...{ instance_id: instanceId, type, market, from: launchedAt },
    price_per_hour: pricePerHour,
    on_demand_per_hour: market === 'spot' ? onDemandPerHour : pricePerHour,
  }
}

/**
 * @param before the document as it was
 * @param after as it is about to be written
 * @param at ISO instant
 * @returns it with the time that an instance ran which runs no more
 */
export function recordRuntime(before: Document, after: Document, at: string): Document {
  const ended = openRuntime(before)
  const runs = openRuntime(after)
  if (ended === undefined || (runs?.instance_id === ended.instance_id && runs.from === ended.from)) return after
  return { ...after, runtime: [...after.runtime, { ...ended, to: at }] }
}

/** @returns hours between two ISO instants; never less than none */
export function hoursBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 3_600_000
}

/** @returns hours of all of them, and USD at the prices that they were bought at; null where one is not known */
export function runtimeCost(times: readonly Runtime[]): { readonly hours: number; readonly usd: number | null } {
  const parts = times.map(({ from, to, price_per_hour: perHour }) => ({ hours: hoursBetween(from, to), perHour }))
  const total = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((all, part) => all + of(part), 0)
  const isKnown = parts.every(({ perHour }) => perHour !== null)
  return {
    hours: total(({ hours }) => hours),
    usd: isKnown ? total(({ hours, perHour }) => hours * (perHour ?? 0)) : null,
  }
}
