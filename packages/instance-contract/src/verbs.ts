// What an instance can be asked, in one table: core calls these rows, `gmctl` answers them on the instance, and the
// sandbox answers them as `gmctl` does. A row without schemas is planned: nobody can call it before it has them.
import { z } from 'zod'

/** A verb that `gmctl` answers. */
export interface Verb<Args extends z.ZodObject = z.ZodObject, Answer extends z.ZodType = z.ZodType> {
  readonly about: string
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

const status = z.object({
  stack: z.string(),
  bundle: z.string().describe('its hash'),
  state: z.enum(['booting', 'ready', 'failed']),
  phase: z.string().nullable().describe('null before the first one, `ready` at the end'),
  reason: z.string().nullable().describe('why the boot failed'),
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
  health: { about: 'asks every probe at once, and Docker for its containers', args: noArguments, answer: health },
  boot: {
    about: 'begins a boot again that has failed, and answers at once; a boot that is under way is left alone',
    args: noArguments,
    answer: z.object({ begun: z.literal(true) }),
  },
  logs: { about: 'the lines that services and the boot write, as they come', planned: true },
  exec: { about: 'a command in a container', planned: true },
  forward: { about: 'a port of the instance on this computer', planned: true },
  apply: { about: 'another bundle in the place of the one that runs', planned: true },
  drain: { about: 'services stop taking work and end what they have', planned: true },
  checkpoint: { about: 'a copy of what is on disks, on the file system', planned: true },
  restore: { about: 'disks as a checkpoint has them', planned: true },
} as const satisfies Readonly<Record<string, Verb | PlannedVerb>>

type Verbs = typeof verbs

/** A verb that can be called: its row has schemas. */
export type CallableVerb = { [V in keyof Verbs]: Verbs[V] extends Verb ? V : never }[keyof Verbs]

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
