// What a plugin hands over, kind by kind: unknown keys are errors here as everywhere.
import { stages } from '@geuse/plugin-api'
import { z } from 'zod'
import { callable, id, title } from './shared-schemas.js'
import { serviceSchema } from './service-schema.js'

const tierSchema = z.strictObject({
  id,
  aliases: z.array(id).optional(),
  title,
  options: callable('(z) => a schema'),
  needs: callable('(options) => what has to be discovered'),
  front: callable('(options) => what stands between the world and the services'),
  requires: z.array(z.string().min(1)).optional(),
  build: callable('(graph, input) => a node'),
  publish: callable('(input) => the URL and fields of its own'),
  costs: callable('(options) => what is billed beside its resources').optional(),
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
  drift: callable('(cx, observed, made) => changes').optional(),
  diff: callable('(made, props) => changes').optional(),
  update: callable('(cx, observed, props, made) => output').optional(),
  stable: z.array(z.string()).optional(),
  replace: z.enum(['create-first', 'destroy-first']).optional(),
  stop: callable('(cx, known, options) => output or nothing').optional(),
  list: callable('(cx) => what there is of the stack'),
  destroy: callable('(cx, known) => nothing'),
  seconds: z.strictObject({
    create: z.union([seconds, callable('(props) => seconds')]),
    update: seconds.optional(),
    destroy: seconds,
  }),
  label: callable('(observed) => text').optional(),
  costs: callable('(made, observed) => what is billed').optional(),
})

/** The whole: `api` is looked at apart, as it decides whether the rest can be understood. */
export const contributionSchema = z.strictObject({
  api: z.unknown(),
  services: z.array(serviceSchema).optional(),
  tiers: z.array(tierSchema).optional(),
  resources: z.array(resourceSchema).optional(),
  checks: z.array(z.strictObject({ id, title, run: callable('(input) => problems') })).optional(),
  sinks: z.array(z.strictObject({ id, listen: callable('(event) => nothing') })).optional(),
})
