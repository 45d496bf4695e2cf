// What an instance answers, as schemas.
import { z } from 'zod'

/** Id of a service. */
export const id = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .describe('of a service')

/** Where a chunk of logs ended. */
export const cursor = z.string().regex(/^\d+\.\d+\/[\d:.T-]+Z\.\d+(\/[\d:T-]+Z\.\d+)?$/)

/** What is known of the copies of one service. */
export const checkpoint = z.object({
  service: z.string(),
  rpoSeconds: z.number().nullable().describe('how old the newest copy may be'),
  id: z.string().nullable().describe('of the newest copy that this boot or the one before it made'),
  at: z.string().nullable().describe('what it holds is of then, ISO 8601'),
  bytes: z.number().nullable(),
  ms: z.number().nullable().describe('that it took'),
  error: z.string().nullable().describe('why the last attempt came to nothing'),
  restored: z.string().nullable().describe('the checkpoint that the disk was last restored from'),
})

const job = z.object({
  service: z.string(),
  job: z.string(),
  background: z.boolean().describe('whether the boot goes on without it'),
  state: z.enum(['waiting', 'running', 'ok', 'failed']),
  started: z.string().nullable().describe('ISO 8601'),
  percent: z.number().nullable(),
  text: z.string().nullable().describe('what it is at'),
})

/** How a boot is, and what came after it. What a bundle that is older than `gm` does not answer has a default. */
export const status = z.object({
  stack: z.string(),
  bundle: z.string().describe('its hash'),
  state: z.enum(['booting', 'ready', 'failed', 'drained']),
  phase: z.string().nullable().describe('null before the first one, `ready` or `drained` at the end'),
  reason: z.string().nullable().describe('why the boot failed, or what it was drained for'),
  lease: z
    .object({ generation: z.number(), holder: z.string(), since: z.string().describe('ISO 8601') })
    .nullable()
    .default(null)
    .describe('the one that this instance last took'),
  jobs: z.array(job).default([]),
  checkpoints: z.array(checkpoint).default([]),
  disk: z
    .object({ size: z.number(), free: z.number() })
    .nullable()
    .default(null)
    .describe('the disk of the instance, in bytes; images, and what services keep on it, share it'),
  notice: z
    .object({
      kind: z.string().describe('`interruption` or `rebalance`'),
      seen: z.string().describe('ISO 8601'),
      what: z.string().nullable().describe("EC2's word, e.g. `terminate`"),
      at: z.string().nullable().describe('when, ISO 8601'),
    })
    .nullable()
    .default(null)
    .describe('what EC2 told a spot instance'),
  apply: z
    .object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      state: z.string().nullable().describe('`applying`, `applied`, or `failed`: the one before is in force again'),
      reason: z.string().nullable(),
    })
    .nullable()
    .default(null)
    .describe('the last bundle that was applied'),
  phases: z.array(
    z.object({
      name: z.string(),
      started: z.string().describe('ISO 8601'),
      ms: z.number(),
      outcome: z.enum(['ok', 'failed', 'running']),
    }),
  ),
  steps: z
    .array(
      z.object({ kind: z.enum(['image', 'service']), state: z.enum(['running', 'ok', 'failed']), name: z.string() }),
    )
    .default([])
    .describe('what happened to images and services of this boot, oldest first; the last word on each is how it is'),
  log: z.array(z.string()).describe('the last lines of the boot log, each at most 300 characters'),
})

/** Id of a backup: when it was made. */
export const backupId = z
  .string()
  .regex(/^\d{8}T\d{6}Z$/)
  .describe('of a backup')

/** Which keys a backup is opened with. */
export const backupKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,90}$/)
  .describe('which keys: their folder below `<parameter_path>/backups`')

/** Where a backup lies. */
export const backupPlace = z
  .enum(['backups', 'incoming'])
  .default('backups')
  .describe('where it lies: among those of the stack, or brought by `transfer`; what was brought is gone afterwards')

/** A port of the instance's loopback through which a backup goes, over HTTP. */
export const transfer = z.object({
  port: z.number().int().min(1).max(65_535),
  token: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('every request has it, as `authorization: Bearer <token>`'),
})

/** Something long that was begun. */
export const begun = z.object({ id: z.string().describe('of the backup') })

/** The backups on the file system, and how the last work with one goes. */
export const backups = z.object({
  backups: z.array(
    z.object({
      id: z.string(),
      at: z.string().nullable().describe('ISO 8601'),
      stack: z.string().nullable(),
      stackId: z.string().nullable(),
      key: z.string().nullable().describe('which keys open it'),
      bytes: z.number().nullable(),
      services: z.array(
        z.object({
          service: z.string(),
          format: z.string().nullable().describe('what its data is written for'),
          images: z.string().nullable().describe('with spaces between them'),
        }),
      ),
      torn: z.boolean().describe('whether its manifest is not whole'),
    }),
  ),
  opened: z
    .array(z.object({ service: z.string(), at: z.string().describe('ISO 8601'), images: z.string().nullable() }))
    .default([])
    .describe('which images began to use the data of which service, and when: the last ones'),
  work: z
    .object({
      what: z.enum(['backup', 'verify', 'recover']),
      id: z.string(),
      state: z.enum(['running', 'ok', 'failed']),
      started: z.string().nullable().describe('ISO 8601'),
      percent: z.number().nullable(),
      step: z.string().nullable().describe('what it is at'),
      reason: z.string().nullable().describe('why it failed'),
    })
    .nullable()
    .describe('the last one that was begun'),
})

/** How every service is. */
export const health = z.object({
  at: z.string().describe('ISO 8601'),
  probes: z.array(
    z.object({
      service: z.string(),
      kind: z.enum(['http', 'tcp', 'exec']),
      critical: z.boolean(),
      ok: z.boolean(),
      ms: z.number().describe('until it answered or was given up'),
      error: z.string().nullable(),
    }),
  ),
  containers: z.array(
    z.object({
      name: z.string(),
      state: z.string().describe("Docker's word, e.g. `running`"),
      health: z.string().describe("Docker's word; `none` without a health check"),
    }),
  ),
})
