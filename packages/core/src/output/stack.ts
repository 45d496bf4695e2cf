// What is told of a stack that several commands print: its document, its instance, its data, its own record, and the
// panel of one that is up.
import type { DnsRecord, LaunchedInstance } from '@geuse/plugin-api'
import { z } from 'zod'
import { documentSchema } from '../state/document.js'
import { costSchema } from './cost.js'
import { outcomeOfTier, outcomeShape } from './run.js'
import { count, instant, stack, words } from './told.js'

/** The whole state document. */
export const documentShape = documentSchema.meta({
  id: 'Document',
  description: 'the state document, as it lies in ~/.geusemaker/deployments',
})

/** One instance that was bought. */
export const instanceShape = z
  .strictObject({
    instanceId: z.string(),
    type: z.string(),
    market: z.enum(['spot', 'on-demand']),
    zone: z.string(),
    privateIp: z.string(),
    pricePerHour: z.exactOptional(z.number()).describe('USD when it was bought, where it is known'),
    onDemandPerHour: z
      .exactOptional(z.number())
      .describe('USD of the same type on demand, where it was bought as spot'),
    cpuCredits: z.exactOptional(z.literal('standard')).describe('of a type that saves up CPU time'),
    launchedAt: instant('when it was launched'),
    stopped: z.exactOptional(z.boolean()).describe('whether gm stop stopped it'),
  })
  .meta({ id: 'Instance' }) satisfies z.ZodType<LaunchedInstance>

/** The record that leads the person's own domain name to the stack. */
const dnsRecord = z.strictObject({
  name: z.string(),
  type: z.enum(['A', 'CNAME']),
  value: z.string().describe('an IPv4 address, or a name'),
}) satisfies z.ZodType<DnsRecord>

/** Where one volume's data is. */
export const storageRow = z.strictObject({
  service: z.string(),
  volume: z.string(),
  where: z.enum(['EFS', 'instance disk']),
  lostWithInstance: z
    .boolean()
    .describe('whether all of it is lost when the instance goes: destroyed, taken back, replaced'),
  copiedEverySeconds: z
    .number()
    .nullable()
    .describe('what is newer is lost when the instance goes without a warning; null where nothing is copied'),
})

/** Health as a word. */
export const healthWord = z.enum(['healthy', 'warning', 'critical', 'starting', 'unknown'])

const service = z.strictObject({
  service: z.string(),
  title: z.string(),
  health: healthWord,
  ms: z.exactOptional(z.number()).describe('milliseconds of its slowest answer'),
})

const replacement = z.strictObject({
  from: z.string().describe('id of an instance'),
  to: z.string(),
  wasTakenBack: z.boolean().describe('whether EC2 took the old one back'),
  ended: instant('when the old one ended; null where EC2 does not say').nullable(),
  recoveryMs: z.number().describe('until the stack answered again, from that end or else from the start of the run'),
  restored: z
    .array(z.strictObject({ service: z.string(), at: z.string() }))
    .describe('what came back from a copy, and of when that was'),
})
/** One instance in the place of another. */
export { replacement as replacementShape }

/** A stack that is up, as its panel shows it. */
export const summaryShape = z.strictObject({
  stack,
  url: z.string(),
  username: z.exactOptional(z.string()).describe('to log in with, where the primary service has one'),
  services: z.array(service),
  storage: z.array(storageRow),
  instance: instanceShape.nullable().describe('null on a tier that has none of its own'),
  cost: costSchema,
  dns: dnsRecord.optional(),
  replaced: z.exactOptional(replacement).describe('the instance that was put in the place of another one'),
  unchanged: z.exactOptional(z.boolean()).describe('whether there was nothing to do'),
  ms: z.exactOptional(count('milliseconds that it took')),
  warnings: z.exactOptional(words('what must not be overlooked')),
  next: z.array(z.strictObject({ command: z.string(), about: z.string() })),
})

/** `gm deploy`, `gm start` */
export const deployed = summaryShape.extend({ outcome: outcomeOfTier, document: documentShape })

/** `gm update` */
export const updated = deployed.extend({
  backup: z.string().nullable().describe('id of the backup that was made before; null where none was'),
})

const keptStorage = z.strictObject({
  bytes: z.number().nullable().describe('as EFS last measured it; null when it was not told'),
  pricePerGbMonth: z.number().nullable().describe('USD; null when AWS did not tell'),
})
/** A file system that stays after its instance. */
export { keptStorage as keptStorageShape }

/** `gm destroy` */
export const destroyed = outcomeShape.extend({
  storage: keptStorage.nullable().describe('what the file system costs that is kept; null when none is'),
})

/** `gm stop` */
export const stopped = z.strictObject({
  outcome: outcomeOfTier,
  ended: z.boolean().describe('whether the instance was ended, and not stopped'),
  document: documentShape,
  cost: costSchema.describe('what stays billed'),
})

/** `gm rollback` */
export const rolledBack = z.strictObject({ outcome: outcomeOfTier, document: documentShape })

/** `gm unlock` */
export const unlocked = z.strictObject({
  holder: z.string().nullable().describe('who held the lock; null when there was none'),
})

/** `gm list` */
export const listed = z.array(
  z.strictObject({
    name: z.string(),
    status: z.union([documentSchema.shape.status, z.literal('unreadable')]),
    tier: z.string().nullable(),
    region: z.string().nullable(),
    url: z.string().nullable(),
    dns: dnsRecord.nullable(),
    createdAt: instant('when it was first deployed').nullable(),
    perMonth: z.number().nullable().describe('USD, as it was estimated by the last deploy, start or stop'),
    problem: z.string().nullable().describe('why its document cannot be read'),
  }),
)

/** `gm credentials` */
export const shownCredentials = z.strictObject({
  stack,
  url: z.string().nullable().describe('null where there is none now'),
  credentials: z.array(
    z.strictObject({
      id: z.string().describe('service and secret, e.g. n8n/owner-password'),
      label: z.string(),
      username: z.string().nullable(),
      secret: z.string(),
    }),
  ),
})

const { rollback_history: rollbacks, status } = documentSchema.shape

/** `gm history` */
export const historyShape = z.strictObject({
  stack,
  status,
  states: z.array(
    z.strictObject({
      revision: count('what gm rollback --to takes'),
      at: instant('when it was first found healthy'),
      operation: z.string().describe('what led to it'),
      present: z.boolean().describe('whether it is the present one'),
      changes: z
        .array(z.strictObject({ key: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }))
        .describe('what it has otherwise than the one before it; of the first one its services'),
    }),
  ),
  rollbacks,
})
