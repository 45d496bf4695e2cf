// From what is billed to a sum, with prices from the book: the same for what stands and for what is planned.
import type { CostItem, Plan } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { efsStandard } from '../../aws/common/prices.js'
import { type Cost, costOf, type Price, type Priceable } from '../../model/cost.js'
import type { Registry } from '../../contributions/index.js'
import type { Step } from '../../engine/graph.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import { plannedItems, standingItems } from './items.js'
import { PriceBook } from './price-book.js'

/** What an estimate needs of the world. */
type World = Pick<Host, 'clock' | 'home'>

/** Of which stack, and where its prices are asked. */
export interface CostRequest {
  readonly document: Document
  readonly registry: Registry
  readonly clients: Clients
}

/** A stack as it is planned: its graph, and what becomes of each node. */
export interface PlannedRequest extends Omit<CostRequest, 'clients'> {
  readonly steps: readonly Step[]
  readonly plan: Plan
}

/** What a deploy will cost. */
export interface PlannedCost {
  readonly cost: Cost
  /** USD an hour by instance type, on the market that is tried first; of those of which AWS told. */
  readonly offers: Readonly<Record<string, number>>
}

/**
 * For whatever shows a plan: what the stack will cost when its graph stands.
 * @param book prices of its region
 * @returns an estimate; what is not known is named in it, and nothing of it stops anything
 */
export async function plannedCost(
  book: PriceBook,
  { steps, plan, document, registry }: PlannedRequest,
): Promise<PlannedCost> {
  const items = plannedItems(steps, plan, document, registry)
  const [cost, offers] = await Promise.all([estimate(book, items), offersOf(book, items)])
  await book.keep()
  return { cost, offers }
}

/**
 * @param request which stack
 * @returns what it costs as it stands, its instance running; what it stores is not measured
 */
export async function standingCost(host: World, { document, registry, clients }: CostRequest): Promise<Cost> {
  const book = await PriceBook.open(host, clients)
  const items = standingItems(document, registry).map(({ item }) => item)
  const cost = await estimate(book, items)
  await book.keep()
  return cost
}

/**
 * @param request which stack
 * @returns what it costs while its instance does not run
 */
export async function restingCost(host: World, { document, registry, clients }: CostRequest): Promise<Cost> {
  const book = await PriceBook.open(host, clients)
  const items = standingItems(document, registry).map(({ item }) => item)
  const cost = await estimate(
    book,
    items.filter((item) => item.unit === 'use' || item.while === undefined),
  )
  await book.keep()
  return cost
}

/** @returns what a document says of a cost. @param at ISO instant */
export function estimateOf({ perHour, fileSystemPerGbMonth }: Cost, at: string): Document['estimate'] {
  return { per_hour: perHour.least, efs_gb_month: fileSystemPerGbMonth, at }
}

/**
 * @param book prices
 * @param items what is billed
 * @param storedGb what is on the file system, where it was measured
 */
export async function estimate(
  book: PriceBook,
  items: readonly CostItem[],
  storedGb: number | null = null,
): Promise<Cost> {
  const stores = items.some((item) => item.unit !== 'use' && item.quantity === 'stored')
  const [things, stored] = await Promise.all([
    Promise.all(items.map((item) => priced(book, item, storedGb))),
    stores ? book.priceOf(efsStandard) : null,
  ])
  const uses = items.flatMap(({ name, unit }) => (unit === 'use' ? [name] : []))
  return costOf(
    things.flatMap((thing) => thing ?? []),
    uses,
    stored,
  )
}

async function priced(book: PriceBook, item: CostItem, storedGb: number | null): Promise<Priceable | undefined> {
  if (item.unit === 'use') return undefined
  const { name, unit, quantity } = item
  const price: Price | null = await book.priceOf(item.price)
  if (quantity === 'stored') return { name, unit, quantity: storedGb, price, measured: true }
  return { name, unit, quantity, price }
}

async function offersOf(book: PriceBook, items: readonly CostItem[]): Promise<PlannedCost['offers']> {
  const wanted = items.flatMap((item) => (item.unit !== 'use' && 'types' in item.price ? [item.price] : []))
  const found = await Promise.all(
    wanted.map(async ({ types, market }) => {
      if (market !== 'on-demand') return [...(await book.spot(types))]
      return Promise.all(types.map(async (type) => [type, await book.onDemand(type)] as const))
    }),
  )
  const known = found
    .flat()
    .flatMap(([type, quote]) => (quote === undefined || quote.source === 'assumed' ? [] : [[type, quote.usd] as const]))
  return Object.fromEntries(known)
}
