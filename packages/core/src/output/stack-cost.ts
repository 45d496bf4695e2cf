// What a stack costs now, and what it has cost: `gm cost`.
import { z } from 'zod'
import { documentSchema } from '../state/document.js'
import { costSchema } from './cost.js'
import { instant, stack } from './told.js'

const spent = z.strictObject({
  name: z.string(),
  hours: z.number().describe('for which it was there, or ran'),
  usd: z.number().nullable().describe('null where a price is not known'),
})

const saved = z.strictObject({
  perHour: z.number().nullable().describe('USD, of the one that runs'),
  percent: z.number().nullable(),
  toDate: z.number().nullable().describe('USD'),
})

/** `gm cost` */
export const stackCost = z.strictObject({
  stack,
  region: z.string(),
  status: documentSchema.shape.status,
  at: instant('of the estimate'),
  isEstimate: z.literal(true),
  instance: z.string().nullable().describe('state of the instance in EC2; null where there is none'),
  cost: costSchema.describe('as it stands now: an instance that does not run is not in it'),
  toDate: z
    .strictObject({ usd: z.number(), runtimeHours: z.number(), items: z.array(spent) })
    .describe('of instances all that ever ran; of other things those that stand now'),
  savedBySpot: saved.nullable().describe('against the same instances on demand; null where none was spot'),
})
