// What a service declares, field by field: unknown keys are errors, because a misspelt `volumes` would lose data.
import { z } from 'zod'
import { costItems } from './cost-schema.js'
import { callable, id, mode, name, portNumber, script, title, uid } from './shared-schemas.js'

const secret = z.strictObject({
  length: z.int().min(8, 'must be 8 at least').max(512),
  alphabet: z.enum(['hex', 'alnum']),
  withData: z.boolean().optional(),
  owner: uid.optional(),
  show: z
    .strictObject({ label: title, username: z.union([z.string(), callable('(config) => string')]).optional() })
    .optional(),
})

const offer = z.strictObject({ port: name, secret: name.optional(), provision: script.optional() })

const volumeRest = { owner: uid, mode: mode.optional() }
const volume = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shared'), ...volumeRest }),
  z.strictObject({ kind: z.literal('block'), rpoSeconds: z.number().positive(), ...volumeRest }),
  z.strictObject({ kind: z.literal('cache'), ...volumeRest }),
])

const probeRest = { timeoutSeconds: z.number().positive(), critical: z.boolean() }
const probe = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    port: name,
    path: z.string().startsWith('/', 'must start with /'),
    ...probeRest,
  }),
  z.strictObject({ kind: z.literal('tcp'), port: name, ...probeRest }),
  z.strictObject({
    kind: z.literal('exec'),
    container: name.optional(),
    command: z.array(z.string()).min(1),
    ...probeRest,
  }),
])

const port = z.union([portNumber, z.strictObject({ port: portNumber, internal: z.literal(true) })])
const used = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\??$/, 'must be <service>.<offer>, with a ? at the end for an optional one')

/** The declaration itself. What only shows when its functions are called is looked at by `trial`. */
export const serviceSchema = z.strictObject({
  id,
  title,
  config: callable('(z) => a schema'),
  secrets: z.record(name, secret).optional(),
  offers: z.record(name, offer).optional(),
  uses: z.record(name, used).optional(),
  ports: z.record(name, port),
  ingress: z
    .strictObject({
      port: name,
      health: z.string().startsWith('/', 'must start with /'),
      websockets: z.literal(true).optional(),
      idleSeconds: z.number().positive().optional(),
    })
    .optional(),
  volumes: z.record(name, volume).optional(),
  dataFormat: callable('(config) => what its kept data is written for').optional(),
  dataVersion: callable('(config) => what its kept data is made into').optional(),
  probes: z.array(probe),
  gpu: z.enum(['optional', 'required']).optional(),
  containers: callable('(cx) => containers'),
  files: callable('(cx) => files').optional(),
  jobs: z
    .record(
      name,
      z.strictObject({
        run: script,
        background: z.boolean().optional(),
        env: callable('(cx) => names and values').optional(),
      }),
    )
    .optional(),
  hooks: z
    .strictObject({
      checkpoint: script.optional(),
      backup: script.optional(),
      restore: script.optional(),
      verify: script.optional(),
      drain: script.optional(),
    })
    .optional(),
  costs: costItems.optional(),
})

/** A container as a service's function returns it: a closed list of what it may ask for. */
export const containerSchema = z.strictObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  user: z
    .string()
    .regex(/^\d+(:\d+)?$/, 'must be uid or uid:gid')
    .optional(),
  memoryMiB: z.number().positive(),
  secrets: z.array(z.string()).optional(),
  files: z.record(z.string(), z.string().startsWith('/', 'must be an absolute path')).optional(),
  volumes: z.record(z.string(), z.string().startsWith('/', 'must be an absolute path').optional()).optional(),
  tmpfs: z.array(z.string()).optional(),
  healthcheck: z
    .strictObject({
      command: z.array(z.string()).min(1),
      intervalSeconds: z.number().positive().optional(),
      timeoutSeconds: z.number().positive().optional(),
      retries: z.int().positive().optional(),
      startPeriodSeconds: z.number().nonnegative().optional(),
    })
    .optional(),
  shmMiB: z.number().positive().optional(),
  pids: z.int().positive().optional(),
  capDrop: z.array(z.string()).optional(),
  readOnly: z.boolean().optional(),
  stopSeconds: z.number().nonnegative().optional(),
  sameTagAs: z.string().optional(),
  gpu: z.boolean().optional(),
  after: z.array(z.string()).optional(),
})

/** A file as a service's function returns it. */
export const fileSchema = z.strictObject({ text: z.string(), owner: uid, mode: mode.optional() })
