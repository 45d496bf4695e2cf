// What an instance can be asked, in one table: core calls these rows, `gmctl` answers them on the instance, and the
// sandbox answers them as `gmctl` does. A row without an answer is for a session: what it runs talks to whoever opened
// it.
import { z } from 'zod'
import {
  backupId,
  backupKey,
  backupPlace,
  backups,
  begun,
  checkpoint,
  cursor,
  health,
  id,
  status,
  transfer,
} from './answers.js'

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

/** A verb of a session of Session Manager: it answers nothing, as its command has the terminal. */
export interface SessionVerb<Args extends z.ZodObject = z.ZodObject> {
  readonly about: string
  readonly session: true
  readonly args: Args
}

function whole(most: number) {
  return z.coerce.number<number>().int().min(0).max(most)
}

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
      cursor: cursor.optional().describe('of the chunk before'),
    }),
    answer: z.object({
      entries: z.array(
        z.object({
          source: z.string().describe('name of the container, or `boot`'),
          time: z.string().nullable().describe('ISO 8601; null for the boot log'),
          text: z.string().describe('without control characters, 3000 bytes at most'),
        }),
      ),
      cursor,
      more: z.boolean().describe('whether there is more already'),
    }),
  },
  exec: {
    about: 'a command in a container, or on the instance; its words come as they were typed, and no shell reads them',
    session: true,
    args: z.strictObject({
      container: id.optional().describe('name of the container; the instance itself without one'),
      words: z
        .string()
        .regex(/^[\w-]+$/)
        .max(30_000)
        .describe('the command and its arguments, a zero byte after each, base64url'),
      terminal: z.enum(['yes', 'no']).describe('whether a person has one'),
    }),
  },
  apply: {
    about:
      'another bundle in the place of the one in force: fetched from the parameter store, checked, unpacked beside it, booted; the old one comes back when that fails, which `status` tells',
    carried: true,
    args: z.strictObject({
      digest: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .describe('SHA-256 of the bundle; it lies below `bundle_path`, named by the first 16 digits'),
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
  backup: {
    about: 'begins to copy what every service keeps, encrypted, into a folder of the file system; answers at once',
    args: z.strictObject({
      key: backupKey,
      keep: z.coerce.number<number>().int().min(1).max(999).default(7).describe('of the newest ones, when it is done'),
      days: z.coerce.number<number>().int().min(1).max(9999).optional().describe('older ones go, but for the newest'),
    }),
    answer: begun,
  },
  backups: {
    about: 'the backups on the file system, oldest first, and how the last work with one goes',
    args: noArguments,
    answer: backups,
  },
  verify: {
    about: 'begins to read a backup as a restore would, changing nothing: every checksum, every dump; answers at once',
    args: z.strictObject({ id: backupId, from: backupPlace }),
    answer: begun,
  },
  recover: {
    about:
      'begins to put a backup in the place of what is there, which is backed up before, and comes back when that fails; answers at once',
    args: z.strictObject({
      id: backupId,
      key: backupKey.describe('for the backup of what is there'),
      foreign: z.enum(['yes', 'no']).default('no').describe('whether it may be of another stack'),
      from: backupPlace,
    }),
    answer: begun,
  },
  transfer: {
    about:
      'lets a backup be fetched from the instance (`GET /<file>`, with a range), or brought to it (`PUT /<file>` with `content-range`, `HEAD` for how much of it is there), through a port that only the instance itself reaches; `DELETE /` ends that, and so do ten minutes without a request',
    carried: true,
    args: z.strictObject({
      id: backupId,
      direction: z.enum(['send', 'receive']).describe('as the instance sees it'),
    }),
    answer: transfer,
  },
} as const satisfies Readonly<Record<string, Verb | SessionVerb>>

type Verbs = typeof verbs

/** A verb that can be asked: its row has an answer. */
export type CallableVerb = { [V in keyof Verbs]: Verbs[V] extends Verb ? V : never }[keyof Verbs]

/** A verb of a session. */
export type SessionVerbName = { [V in keyof Verbs]: Verbs[V] extends SessionVerb ? V : never }[keyof Verbs]

/** A verb whose script comes with the question. */
export type CarriedVerb = { [V in keyof Verbs]: Verbs[V] extends { readonly carried: true } ? V : never }[keyof Verbs]

/** What a verb is told; what has a default may be left out. */
export type ArgsOf<V extends CallableVerb | SessionVerbName> = z.input<Verbs[V]['args']>
/** What a verb is told, with defaults filled in. */
export type ParsedArgsOf<V extends CallableVerb> = z.output<Verbs[V]['args']>
/** What a verb answers. */
export type AnswerOf<V extends CallableVerb> = z.output<Verbs[V]['answer']>

/** What `gmctl status` answers. */
export type BootStatus = AnswerOf<'status'>
/** What `gmctl health` answers. */
export type Health = AnswerOf<'health'>

/** @returns whether there is such a verb and it can be asked */
export function isCallable(name: string): name is CallableVerb {
  return Object.hasOwn(verbs, name) && 'answer' in verbs[name as keyof Verbs]
}

/** @returns whether its script comes with the question */
export function isCarried(verb: CallableVerb): verb is CarriedVerb {
  return 'carried' in verbs[verb]
}
