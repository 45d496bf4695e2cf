// What a plugin hands over, kind by kind; a table, so that another kind is another row.
import { stages } from '@geuse/plugin-api'
import { z } from 'zod'
import { callable, id, title } from './parts.js'
import { serviceSchema } from './service-schema.js'

const tierSchema = z.strictObject({
  id,
  title,
  config: callable('(z) => a schema'),
  extends: id.optional(),
  requires: z.array(z.string().min(1)).optional(),
  build: callable('(graph, input) => a node'),
  orchestrate: callable('(base) => an orchestrator').optional(),
})

const seconds = z.number().positive()
const resourceSchema = z.strictObject({
  type: id,
  stage: z.enum(stages),
  iam: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z*]+$/, 'must be <service>:<Action>')),
  idempotent: z.enum(['token', 'name', 'search']),
  keeps: z.literal('data').optional(),
  identity: callable('(props, owner) => identity'),
  find: callable('(cx, known) => output or nothing'),
  create: callable('(cx, props) => output'),
  sync: callable('(cx, observed, props) => output').optional(),
  diff: callable('(observed, props) => changes').optional(),
  destroy: callable('(cx, known) => nothing'),
  seconds: z.strictObject({ create: z.union([seconds, callable('(props) => seconds')]), destroy: seconds }),
  label: callable('(observed) => text').optional(),
})

/** Every kind of contribution, by its key: the shape of one item. */
export const kinds = {
  services: serviceSchema,
  tiers: tierSchema,
  resources: resourceSchema,
  checks: z.strictObject({ id, title, run: callable('(input) => problems') }),
  sinks: z.strictObject({ id, listen: callable('(event) => nothing') }),
} as const

/** A kind of contribution. */
export type Kind = keyof typeof kinds

/** The whole: `api` is looked at apart, as it decides whether the rest can be understood. */
export const contributionSchema = z.strictObject({
  api: z.unknown(),
  services: z.array(kinds.services).optional(),
  tiers: z.array(kinds.tiers).optional(),
  resources: z.array(kinds.resources).optional(),
  checks: z.array(kinds.checks).optional(),
  sinks: z.array(kinds.sinks).optional(),
})
