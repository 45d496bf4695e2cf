// What a deploy or an update would do: `gm plan`, and the panel that is shown before anybody is asked.
import { z } from 'zod'
import { costSchema } from './cost.js'
import { planShape } from './run.js'
import { instanceShape, storageRow } from './stack.js'
import { stack, words } from './told.js'

/** What was asked for otherwise than it was. */
export const askedChange = z.strictObject({
  key: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
})

/** An instance type that comes into question. */
const offeredType = z.strictObject({
  type: z.string(),
  memoryMiB: z.number(),
  pricePerHour: z.number().optional().describe('USD, on the market that is tried first, where AWS told it'),
})

const operation = z.enum(['deploy', 'update'])

/** Everything that is worth knowing before saying yes. */
export const previewShape = z.strictObject({
  operation: operation.describe('the command that does it'),
  stack,
  tier: z.string(),
  region: z.string(),
  accountId: z.string(),
  plan: planShape,
  different: z.array(askedChange).describe('what is asked for otherwise than the stack was made'),
  expected: z
    .strictObject({ seconds: z.number(), path: words('what it takes that long for') })
    .describe('how long it takes as a rule'),
  iam: words('actions of IAM that whoever does it has to be allowed'),
  services: words('ids of the services'),
  ports: z.array(z.number()).describe('open to the world'),
  storage: z.array(storageRow),
  instance: instanceShape.nullable().describe('the one that stands; null where one is to be bought'),
  instances: z.array(offeredType).describe('what is asked for where one is to be bought, the cheapest first'),
  market: z.enum(['spot', 'spot-only', 'on-demand']),
  cost: costSchema,
  backup: words('services because of whose images a backup is made before anything changes'),
  warnings: z.exactOptional(words('what must not be overlooked')),
})

/** `gm plan` */
export const planned = previewShape.extend({
  changed: z.boolean().describe('whether there is something to do; the exit code is 10 then'),
  intent: z.enum(['create', 'resume', 'repair', 'reattach', 'roll-back-first', 'update']),
  next: z.string().nullable().describe('the command that does it; null where there is nothing to do'),
})
