// A call of a verb as the text of one SSM command. The text holds the verb and its arguments, each a word that needs no
// quoting: nothing that was typed or read can become another command.
import { verbs, type ArgsOf, type CallableVerb } from './verbs.js'

/** What answers on an instance. */
export const gmctlPath = '/opt/geusemaker/current/gmctl'

/** How `gmctl` ends for a verb or an argument that it does not know: EX_USAGE of sysexits.h. */
export const usageExitCode = 64

/** The first line names bash, as the SSM agent would take `sh`. */
const start = `#!/bin/bash\nexec ${gmctlPath} `

/**
 * @param args as its row has them; defaults are filled in
 * @returns text for `AWS-RunShellScript`
 * @throws ZodError for arguments that its row does not take; TypeError for a value that is not one plain word
 */
export function commandText<V extends CallableVerb>(verb: V, args?: ArgsOf<V>): string {
  return start + [verb, ...Object.entries(verbs[verb].args.parse(args ?? {})).map(word)].join(' ')
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
  const trimmed = text.trimEnd()
  if (!trimmed.startsWith(start)) return undefined
  const [verb = '', ...words] = trimmed.slice(start.length).split(' ')
  const args = words.map((one) => plainWord.exec(one))
  if (!/^[a-z]+$/.test(verb) || args.includes(null)) return undefined
  return { verb, args: Object.fromEntries(args.map((match) => [match?.[1], match?.[2]])) }
}

const plainWord = /^--([a-z][a-z-]*)=([\w.:/@-]+)$/

function word([name, value]: [string, unknown]): string {
  const text = `--${name}=${String(value)}`
  if (!plainWord.test(text)) throw new TypeError(`The argument ${JSON.stringify(text)} is not one plain word`)
  return text
}
