// The state document: everything that is known of one deployment, as it lies on disk. Its ledger (`nodes`) says what
// was meant, made and destroyed; the fields of the published schema are computed from it (projection.ts).
import { operations, stages } from '@geuse/plugin-api'
import { z } from 'zod'

/** Version of this format. A newer one is refused, an older one is migrated. */
export const schemaVersion = 1

/** Three to 64 lower-case letters, digits and dashes, starting with a letter, not ending with a dash. */
const stackName = z.string().regex(/^[a-z][a-z0-9-]{1,62}[a-z0-9]$/)

/** What a stack is doing or has become. */
const statuses = [
  ...(['creating', 'running', 'updating', 'rolling_back', 'stopping', 'stopped'] as const),
  ...(['destroying', 'failed', 'destroyed'] as const),
] as const

const instant = z.iso.datetime()
const count = z.number().int().nonnegative()

/** One node of the ledger: one cloud thing, from the intent to make it to its end. */
export const nodeRecordSchema = z.strictObject({
  type: z.string().min(1),
  /** `name@version` of the plugin whose resource it is; `core` for a built-in one. */
  plugin: z.string().min(1),
  stage: z.enum(stages),
  keeps: z.literal('data').optional(),
  status: z.enum(['creating', 'ready', 'updating', 'destroying', 'gone']),
  /** Raised when a thing that was ready is made anew. */
  generation: count,
  /** The highest that the node ever had, where that is not its own: its successor was rolled back. */
  last_generation: count.optional(),
  /** Raised when a create is tried with other parameters. */
  attempt: count,
  identity: z.json(),
  /** Ids of the nodes that it stands on. */
  deps: z.array(z.string()),
  outputs: z.json().optional(),
  /** Props that it was made from, or is being made from: what other props are compared with. */
  inputs: z.json().optional(),
  /** Props of updates that are under way or were cut off: it may be made from any of them by now. */
  attempted: z.array(z.json()).optional(),
  /** What it was before the update under way changed it; null when that cannot be had back. */
  restore: z
    .strictObject({ inputs: z.json(), deps: z.array(z.string()) })
    .nullable()
    .optional(),
  since: instant,
  /** Since when its thing is there. */
  made_at: instant.optional(),
})
/** A row of the ledger. */
export type NodeRecord = z.infer<typeof nodeRecordSchema>

const factsSchema = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  arch: z.enum(['x86_64', 'arm64']),
  network: z
    .strictObject({
      vpcId: z.string(),
      cidr: z.string(),
      subnets: z.array(z.strictObject({ subnetId: z.string(), zone: z.string() })),
    })
    .optional(),
  zones: z.array(z.string()),
  image: z.strictObject({ id: z.string(), rootDevice: z.string(), minimumGiB: z.number() }),
  instanceTypes: z.array(z.strictObject({ type: z.string(), memoryMiB: z.number(), zones: z.array(z.string()) })),
  keyPair: z.string().optional(),
})

const healthSchema = z.strictObject({
  service_name: z.string(),
  port: z.number().int().nullable(),
  status: z.enum(['healthy', 'unhealthy', 'starting', 'stopped']),
  last_check: instant,
  response_time_ms: count.nullable(),
  consecutive_failures: count,
  error_message: z.string().nullable(),
})

const volumeRest = { owner: count, mode: z.exactOptional(count) }
const volumeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shared'), ...volumeRest }),
  z.strictObject({ kind: z.literal('block'), rpoSeconds: z.number(), ...volumeRest }),
  z.strictObject({ kind: z.literal('cache'), ...volumeRest }),
])

/** A plugin that was here at the last deploy, and what of the stack is from it: what can be said when it is gone. */
const pluginSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  tiers: z.array(z.string()),
  services: z.array(z.strictObject({ id: z.string(), volumes: z.record(z.string(), volumeSchema) })),
})

const costSchema = z.strictObject({
  instance_type: z.string(),
  is_spot: z.boolean(),
  spot_price_per_hour: z.number().nullable(),
  on_demand_price_per_hour: z.number().nullable(),
  efs_gb_month_price: z.number().nullable(),
  estimated_monthly_cost: z.number().nullable(),
  instance_start_time: instant.nullable(),
  total_runtime_hours: z.number(),
  estimated_cost_to_date: z.number().nullable(),
})

const trigger = z.enum([
  'health_check_failed',
  'timeout',
  'spot_interruption',
  'manual',
  'update_failed',
  'deploy_failed',
])
/** Why something was rolled back. */
export type RollbackTrigger = z.infer<typeof trigger>

const estimateSchema = z.strictObject({
  per_hour: z.number(),
  efs_gb_month: z.number().nullable(),
  at: instant,
})

const runtimeSchema = z.strictObject({
  instance_id: z.string(),
  type: z.string(),
  market: z.enum(['spot', 'on-demand']),
  /** USD when it was bought; null where AWS did not tell. */
  price_per_hour: z.number().nullable(),
  on_demand_per_hour: z.number().nullable(),
  from: instant,
  to: instant,
})

const rollbackSchema = z.strictObject({
  timestamp: instant,
  trigger,
  resources_deleted: z.array(z.string()),
  efs_preserved: z.boolean(),
  success: z.boolean(),
  error_message: z.string().nullable(),
})
/** One rollback that happened. */
export type RollbackRecord = z.infer<typeof rollbackSchema>

const runSchema = z.strictObject({
  id: z.string(),
  operation: z.enum(operations),
  started_at: instant,
  /** Nodes that were ready before it, and their generations: a rollback leaves them, or brings them back. */
  ready_at_start: z.record(z.string(), count),
  delete_data: z.boolean(),
  /** Why it is rolled back. */
  trigger: trigger.optional(),
})

const healthyStateSchema = z.strictObject({
  /** Of the document that says so first. */
  revision: count,
  at: instant,
  /** What led to it. */
  operation: z.enum(operations),
  config: z.record(z.string(), z.json()),
  /** By service, as its own schema read them: defaults of a newer plugin may be other ones. */
  settings: z.record(z.string(), z.json()),
  facts: factsSchema,
  plugins: z.array(pluginSchema),
})
/** What a stack was made of when all of it answered: what it can be brought back to. */
export type HealthyState = z.infer<typeof healthyStateSchema>

const goingBackSchema = z.strictObject({
  /** Revision of the healthy state that it leads to. */
  to: count,
  trigger,
  /** What went wrong; null where nothing did. */
  reason: z.string().nullable(),
  /** How many rollbacks were told of when it began: however often it is taken up, it is one. */
  rollbacks_before: count,
})

/** The fields of the published schema that follow from ledger, facts and config. */
export const projectionSchema = z.strictObject({
  vpc_id: z.string().nullable(),
  subnet_ids: z.array(z.string()),
  efs_id: z.string().nullable(),
  efs_mount_target_id: z.string().nullable(),
  instance_id: z.string().nullable(),
  public_ip: z.string().nullable(),
  private_ip: z.string().nullable(),
  keypair_name: z.string().nullable(),
  cost: costSchema.nullable(),
})
/** See `projectionSchema`. */
export type Projection = z.infer<typeof projectionSchema>

/** The whole document. Unknown keys are errors: what is not understood must not be lost by writing it back. */
export const documentSchema = z.strictObject({
  schema_version: z.literal(schemaVersion),
  /** Raised by one with every write: a writer that read an older one loses. */
  revision: count,
  stack_name: stackName,
  stack_id: z.uuid(),
  account_id: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  tier: z.string().min(1),
  status: z.enum(statuses),
  created_at: instant,
  updated_at: instant,
  config: z.record(z.string(), z.json()),
  facts: factsSchema,
  plugins: z.array(pluginSchema),
  /** By id of the node; an earlier generation that is still there, as `<node>@<generation>` (generations.ts). */
  nodes: z.record(z.string(), nodeRecordSchema),
  run: runSchema.nullable(),
  services: z.array(healthSchema),
  last_healthy_state: healthyStateSchema.nullable(),
  /** Those before it, oldest first. */
  earlier_healthy_states: z.array(healthyStateSchema).default([]),
  /** A way back that was begun and has not ended; null where none is. */
  going_back: goingBackSchema.nullable().default(null),
  /** Id of the backup that was made before the update under way; null where none was. */
  update_backup: z.string().nullable().default(null),
  rollback_history: z.array(rollbackSchema),
  /** What it costs, as it was told last: USD, without what is billed by use. */
  estimate: estimateSchema.nullable().default(null),
  /** When instances ran that run no more (runtime.ts). */
  runtime: z.array(runtimeSchema).default([]),
  /** The public URL, as the tier tells it. */
  n8n_url: z.string().nullable(),
  /** The record that leads the person's own domain name to the stack, as the tier tells it. */
  dns_record: z.strictObject({ name: z.string(), type: z.enum(['A', 'CNAME']), value: z.string() }).nullable(),
  /** Fields of the tier's own, e.g. `load_balancer_arn`. */
  tier_outputs: z.record(z.string(), z.string().nullable()),
  ...projectionSchema.shape,
})
/** One deployment. Treated as immutable: every change makes a new one. */
export type Document = z.infer<typeof documentSchema>
/** What a document is before its projection: all that is not computed. */
export type StateInput = Omit<Document, keyof Projection>
