// What other processes may say to the account: checked here, as a misspelt rule that never strikes proves nothing.
import { bootPhases, type BootPhase } from '@geuse/instance-contract'
import { z } from 'zod'
import type { CapacityRule, Settings } from '../account/settings.js'
import type { FaultRule } from '../faults/faults.js'
import { quotaCodes } from '../quotas/quota-table.js'

const text = z.string().min(1)
const count = z.int().positive()
const milliseconds = z.number().nonnegative()

/** A fault, as `gm-sandbox fault` takes it. */
export const faultRule: z.ZodType<FaultRule> = z.strictObject({
  service: text.exactOptional(),
  operation: text.exactOptional(),
  mutating: z.boolean().exactOptional(),
  nth: count.exactOptional(),
  times: count.exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  effect: z.enum(['throttle', 'error', 'latency', 'reset-before', 'reset-after', 'hang-before', 'hang-after']),
  ms: milliseconds.exactOptional(),
  code: text.exactOptional(),
  status: z.int().min(100).max(599).exactOptional(),
  message: text.exactOptional(),
})

/** Several of them. */
export const faultRules = z.array(faultRule)

const capacityRule: z.ZodType<CapacityRule> = z.strictObject({
  market: z.enum(['spot', 'on-demand']).exactOptional(),
  type: text.exactOptional(),
  zone: text.exactOptional(),
  code: text,
  message: text.exactOptional(),
})

/** A change of settings, and of the clock's speed. */
export const settingsChange: z.ZodType<Partial<Settings> & { speed?: number }> = z.strictObject({
  latencyMs: milliseconds.exactOptional(),
  lateVisibility: z.number().nonnegative().exactOptional(),
  lateChanges: z.boolean().exactOptional(),
  capacity: z.array(capacityRule).exactOptional(),
  quotas: z.partialRecord(z.enum(quotaCodes), z.number().nonnegative()).exactOptional(),
  images: z.array(text).exactOptional(),
  launchEnd: z.strictObject({ code: text, message: text }).nullable().exactOptional(),
  closedRegions: z.array(text).exactOptional(),
  unhealthy: z.array(text).exactOptional(),
  stand: z.int().min(1).max(65_535).nullable().exactOptional(),
  output: z.record(text, z.array(z.string())).exactOptional(),
  obstacles: z.partialRecord(z.enum(Object.keys(bootPhases) as BootPhase[]), text).exactOptional(),
  silentAgents: z.boolean().exactOptional(),
  patienceMs: milliseconds.exactOptional(),
  speed: z.number().positive().exactOptional(),
})

/** Which instance is to lose its place. */
export const interruption = z.strictObject({
  instanceId: z.string().regex(/^i-[0-9a-f]+$/, 'must be the id of an instance'),
})

/** What a door is to lead to. */
export const door = z.strictObject({ host: text })

/**
 * @param schema of what is wanted
 * @param body JSON
 * @returns the checked value; an error with every mistake otherwise
 */
export function checked<T>(schema: z.ZodType<T>, body: string): T {
  const parsed = schema.safeParse(JSON.parse(body === '' ? '{}' : body))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}
