// What a run says while it works (`--progress jsonl`, the run's log) and how it ended. The types are those of the
// contract with plugins, who listen to events and make plans; the schemas are held to them.
import {
  operations,
  stages,
  type NodeOutcome,
  type NodePart,
  type Outcome,
  type PlannedAction,
  type RunEvent,
} from '@geuse/plugin-api'
import { z } from 'zod'
import { failureShape } from './failure.js'
import { count, instant, stack, words } from './told.js'

const operation = z.enum(operations)
const stage = z.enum(stages)
const ms = count('milliseconds')

const ofRun = { at: instant('when it was said'), run: z.string().describe('id of the run, a UUID'), stack }
const ofNode = { ...ofRun, node: z.string().describe('id of the node'), stage }

const plannedNode = z.strictObject({
  id: z.string(),
  type: z.string().describe('of the resource or check'),
  stage,
  deps: words('ids of the nodes that must be finished first'),
  seconds: z.number().describe('that it is expected to take'),
})

const part: z.ZodType<NodePart> = z.strictObject({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'ok', 'failed']),
})

const outcomes = ['created', 'found', 'updated', 'replaced', 'passed', 'stopped', 'destroyed', 'gone'] as const
const nodeOutcome: z.ZodType<NodeOutcome> = z.enum(outcomes)

/** Each event of a run, with when it is said. */
export const events = {
  'run.started': z
    .strictObject({ ...ofRun, type: z.literal('run.started'), operation, nodes: z.array(plannedNode) })
    .describe('First: what there is to do, before any of it is done.'),
  'node.started': z
    .strictObject({ ...ofNode, type: z.literal('node.started') })
    .describe('A node is looked for, made, changed or removed from now on.'),
  'node.noted': z
    .strictObject({
      ...ofNode,
      type: z.literal('node.noted'),
      text: z.string().describe('one line'),
      parts: z.exactOptional(z.array(part)).describe('images that are pulled, services that start'),
    })
    .describe('What a node is at; said as often as that changes.'),
  'node.finished': z
    .strictObject({
      ...ofNode,
      type: z.literal('node.finished'),
      outcome: nodeOutcome,
      ms,
      label: z.exactOptional(z.string()).describe('what the thing is called, e.g. its id in AWS'),
    })
    .describe('A node ended well.'),
  'node.failed': z
    .strictObject({ ...ofNode, type: z.literal('node.failed'), ms, error: failureShape })
    .describe('A node failed; nothing that needs it begins.'),
  'node.skipped': z
    .strictObject({ ...ofNode, type: z.literal('node.skipped'), reason: z.string() })
    .describe('A node was not begun, as another one failed or the run was interrupted.'),
  'run.finished': z
    .strictObject({
      ...ofRun,
      type: z.literal('run.finished'),
      operation,
      outcome: z.enum(['succeeded', 'failed', 'interrupted']),
      ms,
      error: z.exactOptional(failureShape),
    })
    .describe('Last: how the run ended.'),
} as const satisfies { readonly [T in RunEvent['type']]: z.ZodType<Extract<RunEvent, { readonly type: T }>> }

/** One event: a line of `--progress jsonl`. */
export const event = z.discriminatedUnion('type', [
  events['run.started'],
  events['node.started'],
  events['node.noted'],
  events['node.finished'],
  events['node.failed'],
  events['node.skipped'],
  events['run.finished'],
])

/** How a run ended. */
export const outcomeShape = z.strictObject({
  operation,
  run: z.string().describe('id of the run, a UUID'),
  made: words('ids of nodes'),
  updated: words('nodes that were changed in place; by a rollback: back'),
  replaced: words('nodes of which another generation stands; after a rollback: again the one before'),
  unrestored: z
    .array(z.strictObject({ node: z.string(), state: z.enum(['changed', 'gone']), reason: z.string() }))
    .describe('of a rollback: nodes that do not stand as they did'),
  destroyed: words('ids of nodes'),
  kept: words('nodes that were there and stayed'),
  answers: z.record(z.string(), z.unknown()).describe('what checks found, by node'),
  ms,
  criticalPath: z
    .strictObject({ ms, nodes: words('ids of nodes') })
    .describe('the longest chain: what no parallelism can shorten'),
}) satisfies z.ZodType<Outcome>

/** The same, with whatever more is told by a tier that wraps its phases. */
export const outcomeOfTier: z.ZodType<Outcome> = outcomeShape.loose()

const actions = ['create', 'repair', 'update', 'replace', 'delete', 'keep', 'refused', 'check'] as const

/** One thing that is wanted otherwise. A value that was not there, or shall not be, is missing. */
const fromTo = { from: z.unknown().optional(), to: z.unknown().optional() }

const change = z.strictObject({ field: z.string(), ...fromTo, action: z.enum(['update', 'replace']) })

/** What a deploy or an update would do, node by node. */
export const planShape = z.strictObject({
  steps: z.array(
    z.strictObject({
      node: z.string(),
      type: z.string(),
      action: z.enum(actions) satisfies z.ZodType<PlannedAction>,
      changes: z.array(change).describe('why it is changed'),
      lost: z.exactOptional(z.string()).describe('what is recorded and not there any more'),
    }),
  ),
})
