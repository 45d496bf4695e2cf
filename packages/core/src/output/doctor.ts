// What `gm doctor` found.
import { z } from 'zod'
import { count, words } from './told.js'

/** A quota, looked at. */
export const quotaFound = z.strictObject({
  service: z.string().describe('code of the service, as Service Quotas has it'),
  code: z.string().describe('of the quota, e.g. `L-DB2E81BA`'),
  name: z.string(),
  unit: z.string().describe('what is counted'),
  value: z.number().nullable().describe('what is allowed; null where it cannot be read'),
  used: z.number().nullable().describe('what is in use; null where that was not counted'),
  needed: count('how much more of it is needed'),
  page: z.string().describe('of the console, on which it is raised'),
})

/** A check, and what came of it. */
export const checkResult = z.strictObject({
  id: z.string().describe('e.g. `credentials`; of a plugin `plugin.<id>`, of a stack that stands `stack.<part>`'),
  title: z.string(),
  group: z.string().describe('under which heading it is shown'),
  state: z
    .enum(['ok', 'warning', 'failed', 'unknown', 'skipped'])
    .describe('only `failed` keeps a stack from standing, or one that stands from being well'),
  found: z.string().describe('one sentence'),
  mends: words('what to type or to open, most useful first'),
  quotas: z.exactOptional(z.array(quotaFound)),
})

/** `gm doctor` */
export const diagnosis = z.strictObject({
  stack: z.string().nullable().describe('name of the stack; null where none was named'),
  tier: z.string(),
  region: z.string(),
  ok: z.boolean().describe('whether nothing failed; the exit code is 3 otherwise'),
  checks: z.array(checkResult),
})
