// What an instance can be asked, in one table: core calls these rows, `gmctl` answers them on the instance, and the
// sandbox answers them as `gmctl` does. A row without schemas is planned: nobody can call it before it has them.
import { z } from 'zod'

/** A verb that `gmctl` answers. */
export interface Verb<Args extends z.ZodObject = z.ZodObject, Answer extends z.ZodType = z.ZodType> {
  readonly about: string
  /** Whether its script comes with the question, as UserData is short and nobody on the instance asks it. */
  readonly carried?: true
  /** Each argument is a word of the command: `--<name>=<value>`. */
  readonly args: Args
  /** The JSON on its standard output. */
  readonly answer: Answer
}

/** A verb that nothing answers yet. */
export interface PlannedVerb {
  readonly about: string
  readonly planned: true
}

const id = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .describe('of a service')

const checkpoint = z.object({
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

/** What a bundle that is older than `gm` does not answer has a default. */
const status = z.object({
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
  log: z.array(z.string()).describe('the last lines of the boot log, each at most 300 characters'),
})

const health = z.object({
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

const whole = (most: number) => z.coerce.number<number>().int().min(0).max(most)

const noArguments = z.strictObject({})

/** The most lines that an answer can hold: Systems Manager keeps 24,000 characters of a command's output. */
const mostLines = 60

/** Every verb, by its name. */
export const verbs = {
  status: {
    about: 'how far the boot has come; needs nothing but bash',
    args: z.strictObject({
      lines: z.coerce.number<number>().int().min(0).max(mostLines).default(40).describe('of the log'),
    }),
    answer: status,
  },
  health: {
    about: 'asks every probe at once, and Docker for its containers',
    carried: true,
    args: noArguments,
    answer: health,
  },
  boot: {
    about: 'begins a boot again that has failed, and answers at once; a boot that is under way is left alone',
    args: noArguments,
    answer: z.object({ begun: z.literal(true) }),
  },
  logs: {
    about: 'a chunk of what services and boots wrote, and a cursor for the next one; no line is lost or told twice',
    carried: true,
    args: z.strictObject({
      service: id.describe('of a service, `boot`, or `all`').default('all'),
      since: whole(999_999_999).optional().describe('seconds ago; without a cursor'),
      tail: whole(9999).optional().describe('lines of each container; without a cursor'),
      cursor: z
        .string()
        .regex(/^\d+\.\d+\/[\d:.T-]+Z\.\d+$/)
        .optional()
        .describe('of the chunk before'),
    }),
    answer: z.object({
      entries: z.array(
        z.object({
          source: z.string().describe('name of the container, or `boot`'),
          time: z.string().nullable().describe('ISO 8601; null for the boot log'),
          text: z.string().describe('without control characters, 3000 bytes at most'),
        }),
      ),
      cursor: z.string(),
      more: z.boolean().describe('whether there is more already'),
    }),
  },
  exec: { about: 'a command in a container', planned: true },
  forward: { about: 'a port of the instance on this computer', planned: true },
  apply: {
    about:
      'another bundle in the place of the one in force: unpacked beside it, checked, booted; the old one comes back when that fails, which `status` tells',
    carried: true,
    args: z.strictObject({
      hash: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .describe('of the bundle'),
      bundle: z
        .string()
        .regex(/^[\w-]+$/)
        .max(60_000)
        .describe('UserData, gzip, base64url'),
    }),
    answer: z.object({
      hash: z.string(),
      previous: z.string().nullable().describe('the bundle that was in force before the last one that was applied'),
    }),
  },
  drain: {
    about:
      'closes the front door, copies and stops every service in order, and gives the data back to whoever takes it next',
    args: z.strictObject({
      cause: z
        .string()
        .regex(/^[a-z]+$/)
        .default('asked')
        .describe('a word for the record'),
      seconds: whole(9999).default(300).describe('within which it is done'),
    }),
    answer: z.object({
      drained: z.literal(true),
      ms: z.number(),
      checkpoints: z.array(checkpoint),
    }),
  },
  checkpoint: {
    about: 'copies what services have on disks to the file system, now',
    args: z.strictObject({ service: id.optional() }),
    answer: z.object({ checkpoints: z.array(checkpoint) }),
  },
  restore: {
    about: 'gives the disk of a service the state of a checkpoint; the service stands still meanwhile',
    carried: true,
    args: z.strictObject({
      service: id,
      checkpoint: z
        .string()
        .regex(/^\d{8}-[\dTZ]+$/)
        .optional()
        .describe('its id; usually the newest one that is whole'),
    }),
    answer: z.object({ service: z.string(), id: z.string() }),
  },
} as const satisfies Readonly<Record<string, Verb | PlannedVerb>>

type Verbs = typeof verbs

/** A verb that can be called: its row has schemas. */
export type CallableVerb = { [V in keyof Verbs]: Verbs[V] extends Verb ? V : never }[keyof Verbs]

/** A verb whose script comes with the question. */
export type CarriedVerb = { [V in keyof Verbs]: Verbs[V] extends { readonly carried: true } ? V : never }[keyof Verbs]

/** What a verb is told; what has a default may be left out. */
export type ArgsOf<V extends CallableVerb> = z.input<Verbs[V]['args']>
/** What a verb is told, with defaults filled in. */
export type ParsedArgsOf<V extends CallableVerb> = z.output<Verbs[V]['args']>
/** What a verb answers. */
export type AnswerOf<V extends CallableVerb> = z.output<Verbs[V]['answer']>

/** What `gmctl status` answers. */
export type BootStatus = AnswerOf<'status'>
/** What `gmctl health` answers. */
export type Health = AnswerOf<'health'>

/** @returns whether there is such a verb and it can be called */
export function isCallable(name: string): name is CallableVerb {
  return Object.hasOwn(verbs, name) && 'args' in verbs[name as keyof Verbs]
}

/** @returns whether its script comes with the question */
export function isCarried(verb: CallableVerb): verb is CarriedVerb {
  return 'carried' in verbs[verb]
}
