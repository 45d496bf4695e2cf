// What is billed, as plugins declare it: unknown keys are errors, as a misspelt `quantity` would make a sum too small.
import { z } from 'zod'

const listed = z.strictObject({
  service: z.string().min(1),
  attributes: z.record(z.string().min(1), z.string()),
  usage: z.string().min(1).optional(),
})
const instance = z.strictObject({
  types: z.array(z.string().min(1)).min(1),
  market: z.enum(['spot', 'spot-only', 'on-demand']),
  zone: z.string().min(1).optional(),
})
const thing = z.strictObject({
  name: z.string().min(1),
  unit: z.enum(['hour', 'month']),
  quantity: z.union([z.number().nonnegative(), z.literal('stored')]),
  price: z.union([listed, instance]),
  while: z.literal('running').optional(),
})
const use = z.strictObject({ name: z.string().min(1), unit: z.literal('use') })

/** See `CostItem`. */
export const costItems = z.array(z.discriminatedUnion('unit', [thing, use]))
