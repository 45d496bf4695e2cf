// What a stack costs, item by item: part of what many commands print.
import { z } from 'zod'
import { instant, words } from './told.js'

/** From the least to the most. */
export const priceRange = z
  .strictObject({ least: z.number(), most: z.number() })
  .describe('USD; the same figure twice where there is no choice')

/** Where a price is from; `assumed`: from another one, by a rule that is said. */
export const priceSource = z.enum(['price list', 'spot price history', 'published', 'assumed'])

const price = z
  .strictObject({
    least: z.number(),
    most: z.number(),
    sources: z.array(z.strictObject({ source: priceSource, at: instant('when it was told') })),
  })
  .describe('USD for one and `unit`; null where AWS did not tell')

const item = z.strictObject({
  name: z.string(),
  unit: z.enum(['hour', 'month']),
  quantity: z.number().nullable().describe('how many, or how many GB; null where that is not known'),
  measured: z.exactOptional(z.literal(true)).describe('whether it is GB that AWS measured'),
  price: price.nullable(),
  perHour: priceRange.nullable().describe('USD an hour for all of them'),
})

/** What is billed, item by item, and the sum of it. */
export const costSchema = z
  .strictObject({
    items: z.array(item),
    perHour: priceRange.describe('USD, of the items that have a price'),
    perMonth: priceRange.describe('USD, of a month of 730 hours'),
    fileSystemPerGbMonth: z.number().nullable().describe('USD a GB and month on EFS; null where AWS did not tell'),
    notIncluded: words('what is billed beside it'),
    prices: z.strictObject({
      sources: z.array(priceSource),
      oldest: instant('of the oldest price; null where there is none').nullable(),
    }),
  })
  .meta({ id: 'Cost' })
