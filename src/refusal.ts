// What oclif refuses, in the words, the JSON and the exit codes of gm: short, with the word that was meant, and what to
// type next. oclif's own answer is a page of help, with the error scrolled off above it.
import { stripVTControlCharacters } from 'node:util'
import { chooseStyle, didYouMean, exitCodeOf, failureJson, failureLines } from '@geuse/core/failure'
import { GmError } from '@geuse/plugin-api'

/** An error of oclif's parser, or one that a command raised with `this.error`. */
interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly flags?: readonly string[]
  readonly args?: readonly { readonly name?: string; readonly description?: string }[]
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } }
}

/**
 * @param error what oclif, or a command that is not ours, threw
 * @param command words of the command, e.g. `plugins inspect`; undefined where there is none
 * @returns it as a failure of gm, with the help of the command where that is what helps; what oclif did not raise stays
 *   as it is otherwise
 */
export async function asRefusal(error: OclifError, command: string | undefined): Promise<unknown> {
  const isOfPlugins = command?.startsWith('plugins') === true && /not (installed|found)/.test(error.message)
  if (error instanceof GmError) return withHelp(error, command)
  if (error.oclif === undefined && !isOfPlugins) return error
  const hints = [command === undefined ? 'gm help' : `gm ${command} --help`]
  return new GmError(isOfPlugins ? 'NOT_FOUND' : 'CONFIG_INVALID', await messageOf(error), {
    hints: isOfPlugins ? ['gm plugins'] : hints,
  })
}

/** Mistakes in what was asked for, of which nobody said what helps against all of them. */
function withHelp(error: GmError, command: string | undefined): GmError {
  const { code, problems = [], hints } = error
  const isHelpless = code === 'CONFIG_INVALID' && problems.length > 0 && hints.length === 0
  return isHelpless && command !== undefined ? error.with({ hints: [`gm ${command} --help`] }) : error
}

/**
 * Says a failure that no command of ours said, and sets the exit code.
 * @param error what was thrown
 * @param args what was typed after `gm`
 */
export async function tell(error: unknown, args: readonly string[]): Promise<void> {
  const words = args.slice(
    0,
    Math.max(
      0,
      args.findIndex((arg) => arg.startsWith('-')),
    ) || args.length,
  )
  const command = words[0] === 'plugins' ? words.slice(0, 2).join(' ') : words[0]
  const failure = error instanceof Error ? await asRefusal(error, command) : error
  process.exitCode = exitCodeOf(failure)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(failureJson(failure), null, 2)}\n`)
  else
    process.stderr.write(
      failureLines(failure, tone(args))
        .map((line) => `${line}\n`)
        .join(''),
    )
}

function tone(args: readonly string[]): Parameters<typeof failureLines>[1] {
  const { isTTY, columns } = process.stderr
  const noColor = isTTY !== true || !process.stderr.hasColors()
  const width = columns === undefined ? {} : { columns }
  const style = chooseStyle({ isTTY: isTTY === true, noColor, ci: false, showEmojis: false, ...width })
  return { style, debug: args.includes('--debug') }
}

async function messageOf(error: OclifError): Promise<string> {
  const { flags, args, parse, message } = error
  if (flags !== undefined && message.startsWith('Nonexistent')) {
    const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`)
    const named = await Promise.all(flags.map(async (flag) => flag + (await didYouMean(flag, known))))
    return `Nonexistent flag${flags.length > 1 ? 's' : ''}: ${named.join(', ')}`
  }
  if (args !== undefined && message.startsWith('Missing')) {
    const missing = args.map(({ name, description }) => `${(name ?? '').toUpperCase()} (${description ?? ''})`)
    return `Missing ${missing.length} required arg${missing.length > 1 ? 's' : ''}: ${missing.join(', ')}`
  }
  return stripVTControlCharacters(message)
    .replace(/\nSee more help with --help$/, '')
    .replace(/^The following errors? occurred:\s+/, '')
    .replaceAll(/\s*\n\s*/g, '; ')
}
