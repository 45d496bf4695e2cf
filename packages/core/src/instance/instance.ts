// The port to an instance: whatever asks one uses these methods, and none knows how the question gets there. The verbs
// are those of the contract's table; filling a row there asks for its method here.
import { commandText, isCarried, verbs, type AnswerOf, type ArgsOf, type CallableVerb } from '@geuse/instance-contract'
import { GmError } from '@geuse/plugin-api'
import type { z } from 'zod'
import { readable } from '../model/readable.js'
import { ownFile } from './own-files.js'

/** A method for every verb that can be called; each throws GmError CLOUD_FAILED for an answer of another shape. */
export type Instance = {
  readonly [V in CallableVerb]: (args?: ArgsOf<V>) => Promise<AnswerOf<V>>
}

/** Runs a script on the instance, and resolves to what it wrote to standard output. */
export type RunScript = (script: string) => Promise<string>

const rows: { readonly [V in CallableVerb]: { readonly answer: z.ZodType<AnswerOf<V>> } } = verbs

/** @returns the instance that `run` reaches */
export function instanceBehind(run: RunScript): Instance {
  const method =
    <V extends CallableVerb>(verb: V) =>
    async (args?: ArgsOf<V>): Promise<AnswerOf<V>> =>
      readAnswer(verb, rows[verb].answer, await run(questionOf(verb, args)))
  return {
    status: method('status'),
    health: method('health'),
    boot: method('boot'),
    logs: method('logs'),
    drain: method('drain'),
    checkpoint: method('checkpoint'),
    restore: method('restore'),
    apply: method('apply'),
    backup: method('backup'),
    backups: method('backups'),
    verify: method('verify'),
    recover: method('recover'),
    transfer: method('transfer'),
  }
}

/** @returns the command that asks: of `gmctl`, or of a script that the command brings along */
export function questionOf<V extends CallableVerb>(verb: V, args?: ArgsOf<V>): string {
  return commandText(verb, args, isCarried(verb) ? ownFile(`gmctl-${verb}.sh`) : undefined)
}

/** An answer is text that came a long way: it is believed only in the shape agreed on, and made fit for a terminal. */
function readAnswer<T>(verb: string, schema: z.ZodType<T>, text: string): T {
  const result = schema.safeParse(parsed(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`
  throw new GmError('CLOUD_FAILED', `The instance gave no usable answer to gmctl ${verb}${where}: ${excerpt(text)}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? readable(value) : value))
  } catch {
    return undefined
  }
}

function excerpt(text: string): string {
  return text.trim() === '' ? 'nothing' : JSON.stringify(readable(text.trim().slice(0, 120)))
}
