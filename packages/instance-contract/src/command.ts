// A call of a verb as the text of one SSM command. The text holds the verb and its arguments, each a word that needs no
// quoting: nothing that was typed or read can become another command.
import { verbs, type ArgsOf, type CallableVerb, type SessionVerbName } from './verbs.js'

/** What answers on an instance. */
export const gmctlPath = '/opt/geusemaker/current/gmctl'

/** How `gmctl` ends for a verb or an argument that it does not know: EX_USAGE of sysexits.h. */
export const usageExitCode = 64

/** The first line names bash, as the SSM agent would take `sh`. */
const start = `#!/bin/bash\nexec ${gmctlPath} `

/** A script that comes along is told its arguments, and says in its second line what is asked. */
const carriedStart = '#!/bin/bash\n# gmctl '

/**
 * @param args as its row has them; defaults are filled in
 * @param script of a verb that is not on the instance
 * @returns text for `AWS-RunShellScript`
 * @throws ZodError for arguments that its row does not take; TypeError for a value that is not one plain word
 */
export function commandText<V extends CallableVerb>(verb: V, args?: ArgsOf<V>, script?: string): string {
  const words = wordsOf(verb, args)
  if (script === undefined) return start + [verb, ...words].join(' ')
  return `${carriedStart}${[verb, ...words].join(' ')}\nset -- ${words.join(' ')}\n${script}`
}

/**
 * @param args as its row has them
 * @returns the command of a session, whose user is none: it may become root without a password
 *   (https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-ssm-user-permissions.html)
 * @throws ZodError for arguments that its row does not take
 */
export function sessionText<V extends SessionVerbName>(verb: V, args: ArgsOf<V>): string {
  return ['sudo', gmctlPath, verb, ...wordsOf(verb, args)].join(' ')
}

/** What a command asks. */
export interface Command {
  readonly verb: string
  readonly args: Readonly<Record<string, string>>
}

/**
 * @param text of a command
 * @returns verb and arguments as they are written; undefined for any text that `commandText` does not make
 */
export function readCommand(text: string): Command | undefined {
  const question = text.startsWith(carriedStart) ? carriedQuestion(text) : text.trimEnd()
  if (!question.startsWith(start)) return undefined
  const [verb = '', ...words] = question.slice(start.length).split(' ')
  const args = words.map((one) => plainWord.exec(one))
  if (!/^[a-z]+$/.test(verb) || args.includes(null)) return undefined
  return { verb, args: Object.fromEntries(args.map((match) => [match?.[1], match?.[2]])) }
}

/** As if the verb were on the instance. */
function carriedQuestion(text: string): string {
  return start + (text.slice(carriedStart.length).split('\n')[0] ?? '')
}

const plainWord = /^--([a-z][a-z-]*)=([\w.:/@-]+)$/

function wordsOf<V extends CallableVerb | SessionVerbName>(verb: V, args: ArgsOf<V> | undefined): string[] {
  const parsed = Object.entries(verbs[verb].args.parse(args ?? {}))
  return parsed.filter(([, value]) => value !== undefined).map(word)
}

function word([name, value]: [string, unknown]): string {
  const text = `--${name}=${String(value)}`
  if (!plainWord.test(text)) throw new TypeError(`The argument ${JSON.stringify(text)} is not one plain word`)
  return text
}
