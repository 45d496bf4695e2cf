// What a stack costs, as far as it is known: a sum of items that have a price, and by name what is not in it. A price
// that nobody told is never made up; one that is assumed says so.
import type { costSchema, priceRange, priceSource } from '../output/cost.js'
import type { Told } from '../output/told.js'

/** Hours that a month has in AWS's own estimates: https://docs.aws.amazon.com/pricing-calculator/ (730). */
export const hoursPerMonth = 730

/** From the least to the most; the same figure twice where there is no choice. */
export type PriceRange = Told<typeof priceRange>

/** Where a price is from. `assumed`: from another one, by a rule that is said. */
export type PriceSource = Told<typeof priceSource>

/** One price, in USD, with where it is from. */
export interface Quote {
  readonly usd: number
  readonly source: PriceSource
  /** ISO instant at which it was told. */
  readonly at: string
}

/** What one or several alike cost: a range where it is not yet known which will be bought. */
export type Price = NonNullable<PricedItem['price']>

/** One line of what is billed; without a price where AWS did not tell. */
export type PricedItem = Cost['items'][number]

/** What a stack costs: an estimate. */
export type Cost = Told<typeof costSchema>

/** An item, before its hour is worked out. */
export type Priceable = Omit<PricedItem, 'perHour'>

/**
 * @param things that are billed for as long as they are there
 * @param uses that are billed by use, by name
 * @param stored what a GB and month on EFS costs
 */
export function costOf(things: readonly Priceable[], uses: readonly string[], stored: Price | null): Cost {
  const items = merged(things)
    .map((item) => ({ ...item, perHour: hourOf(item) }))
    .toSorted((a, b) => (b.perHour?.most ?? -1) - (a.perHour?.most ?? -1))
  const stores = items.some(({ quantity }) => quantity === null)
  const perHour = sum(items.flatMap(({ perHour: price }) => price ?? []))
  const sources = [...items.flatMap(({ price }) => price?.sources ?? []), ...(stored?.sources ?? [])]
  return {
    items,
    perHour,
    perMonth: monthOf(perHour),
    fileSystemPerGbMonth: stored?.least ?? null,
    notIncluded: [
      ...items
        .filter(({ quantity, price }) => quantity !== null && price === null)
        .map((item) => `the ${itemName(item)}`),
      ...(stored === null && stores ? ['what is stored on EFS'] : []),
      ...new Set(uses),
    ],
    prices: {
      sources: [...new Set(sources.map(({ source }) => source))].toSorted(),
      oldest: sources.map(({ at }) => at).toSorted()[0] ?? null,
    },
  }
}

/** @param perHour USD. @returns USD a month of the length that AWS estimates with */
export function monthOf({ least, most }: PriceRange): PriceRange {
  return { least: least * hoursPerMonth, most: most * hoursPerMonth }
}

/** @param price USD. @returns a range of one figure */
export function exactly(price: number): PriceRange {
  return { least: price, most: price }
}

/** @returns an item as it is called where its quantity says more than its name */
export function itemName({ name, unit, quantity }: Pick<PricedItem, 'name' | 'unit' | 'quantity'>): string {
  return unit === 'month' || quantity === 1 || quantity === null ? name : `${quantity} × ${name}`
}

function hourOf({ unit, quantity, price }: Priceable): PriceRange | null {
  if (price === null || quantity === null) return null
  const hours = unit === 'month' ? hoursPerMonth : 1
  return { least: (quantity * price.least) / hours, most: (quantity * price.most) / hours }
}

/** What has one name and one price is one line. */
function merged(things: readonly Priceable[]): Priceable[] {
  const key = ({ name, unit, price }: Priceable): string => JSON.stringify([name, unit, price])
  return [...Map.groupBy(things, key).values()].flatMap((alike) => {
    const [first] = alike
    if (first === undefined) return []
    const known = alike.every(({ quantity }) => quantity !== null)
    return [{ ...first, quantity: known ? alike.reduce((all, { quantity }) => all + (quantity ?? 0), 0) : null }]
  })
}

function sum(ranges: readonly PriceRange[]): PriceRange {
  const total = (end: keyof PriceRange): number => ranges.reduce((all, range) => all + range[end], 0)
  return { least: total('least'), most: total('most') }
}
