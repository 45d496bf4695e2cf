// How a stack is: `gm status`, and what `gm monitor` says at each look.
import { verbs } from '@geuse/instance-contract'
import { z } from 'zod'
import { documentSchema } from '../state/document.js'
import { failureShape } from './failure.js'
import { documentShape } from './stack.js'
import { count, instant, stack, words } from './told.js'

const boot = verbs.status.answer.shape

/** How far a boot is. */
export const bootSeen = z.strictObject({
  state: boot.state,
  phase: z.string().nullable(),
  reason: z.string().nullable().describe('why it failed, or was drained'),
  progress: z
    .strictObject({ done: z.number(), of: z.number() })
    .nullable()
    .describe('of what the phase is at; null where it is not a matter of counting'),
})

/** The newest copy of what a service has on the instance's disk. */
const copySeen = z.strictObject({
  service: z.string(),
  ageSeconds: z.number().nullable().describe('null while there is none'),
  rpoSeconds: z.number().nullable().describe('how old it may be'),
  error: z.string().nullable().describe('why the last attempt came to nothing'),
})

/** From best to worst; `starting` is neither. */
export const verdict = z.enum(['healthy', 'starting', 'unknown', 'warning', 'critical'])

/** One service, judged. */
export const serviceJudgement = z.strictObject({
  service: z.string(),
  verdict,
  critical: z.boolean().describe('whether the stack is unhealthy without it'),
  ms: z.exactOptional(z.number()).describe('milliseconds of its slowest answer'),
  consecutiveFailures: count('looks in a row at which it failed'),
  reasons: words('why it is not healthy'),
})

/** A stack, judged. */
export const stackJudgement = z.strictObject({
  at: z.string().describe('ISO 8601, by the clock of the instance'),
  verdict,
  services: z.array(serviceJudgement),
})

/** Whether the public URL is reached from here. */
export const reach = z.strictObject({
  verdict: z.enum(['reached', 'wrong-answer', 'not-from-here', 'down']),
  text: z.string().describe('one sentence'),
})

const notice = boot.notice.unwrap().unwrap().nullable().describe('what EC2 told a spot instance')

/** One look at a living stack. */
export const inspection = z.strictObject({
  instance: z.string().nullable().describe('its state in EC2; null when there is none'),
  boot: bootSeen.nullable(),
  jobs: boot.jobs.unwrap(),
  copies: z.array(copySeen),
  lease: boot.lease.unwrap().unwrap().nullable().describe('who writes the data, by the word of the instance'),
  disk: boot.disk.unwrap().unwrap().nullable().describe('of the instance, in bytes'),
  certificate: z
    .strictObject({ from: instant('from when'), to: instant('until when it is good') })
    .nullable()
    .describe('of the public URL'),
  notice,
  health: stackJudgement.nullable().describe('by the probes of the instance; null where it did not answer'),
  reach: reach.nullable(),
  isSilent: z.boolean().describe('whether its agent did not answer, though AWS did'),
  problems: words('one sentence each'),
})

/** `gm status` */
export const stackStatus = inspection.extend({
  document: documentShape,
  openRun: z.enum(['interrupted', 'at work']).nullable().describe('a run that has not ended'),
  healthy: z.boolean().describe('whether everything is as it should be; the exit code is 3 otherwise'),
  warnings: words('what cannot be seen or done as its plugin is not here'),
})

/** A sign that the instance is lost. */
export const signalShape = z.strictObject({
  source: z
    .enum(['ec2', 'notice', 'agent', 'services'])
    .describe("EC2's word, its notice to a spot instance, the agent of Systems Manager, the services' probes"),
  text: z.string().describe('one sentence'),
})

/** Something that is not as it was at the look before. */
const seenChange = z.strictObject({
  of: z.string().describe('stack, instance, url, notice, or the id of a service'),
  from: z.string(),
  to: z.string(),
})

/** One look of a monitor. */
export const lookShape = z.strictObject({
  type: z.literal('look'),
  stack,
  at: instant('when'),
  status: documentSchema.shape.status,
  verdict,
  instance: z.strictObject({ id: z.string().nullable(), state: z.string().nullable() }),
  services: z.array(
    serviceJudgement
      .pick({ service: true, verdict: true, consecutiveFailures: true, reasons: true })
      .extend({ ms: z.number().nullable().describe('milliseconds of its slowest answer') }),
  ),
  url: z.strictObject({ address: z.string(), verdict: z.string(), text: z.string() }).nullable(),
  notice: z
    .strictObject({ kind: z.string(), at: z.string().nullable() })
    .nullable()
    .describe('what EC2 told a spot instance'),
  signals: z.array(signalShape).describe('signs that the instance is lost; two of them are acted upon'),
  changes: z.array(seenChange),
  problems: words('one sentence each'),
})

const at = instant('when')

/** `gm monitor`: a line. */
export const monitorEntry = z.discriminatedUnion('type', [
  lookShape,
  z.strictObject({ type: z.literal('blind'), at, error: failureShape }).describe('nothing could be seen'),
  z.strictObject({ type: z.literal('healing'), at, attempt: z.number(), signals: z.array(signalShape) }),
  z.strictObject({ type: z.literal('healed'), at }),
  z.strictObject({ type: z.literal('heal-failed'), at, error: failureShape, triesLeft: z.number() }),
])

/** `gm logs`: a line. */
export const logEntry = verbs.logs.answer.shape.entries.element
