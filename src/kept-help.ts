// Help that was written before, for whoever asks for the same again: read from a file, it takes a third of the time, as
// nothing of oclif is loaded. Nothing that it follows from is left out of its key, so that an old text is never shown.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { textOf } from './completion/lookups.js'
import { cacheDirOf, configDirOf, dataDirOf, type Variables } from './folders.js'

/** Who asks for help, and where it will be read. */
export interface HelpAsked {
  /** What was typed after `gm`. */
  readonly args: readonly string[]
  readonly env: Variables
  /** Of gm. */
  readonly version: string
  /** Path of a file that every build writes. */
  readonly built: string
  readonly terminal: { readonly isTTY?: boolean; readonly columns?: number }
}

interface KeptHelp {
  readonly key: string
  readonly text: string
}

/** @returns the text; nothing where it was never written, or would be another one now */
export function keptHelp(asked: HelpAsked): string | undefined {
  const key = keyOf(asked)
  if (key === undefined) return undefined
  try {
    const kept = JSON.parse(readFileSync(fileOf(asked), 'utf8')) as KeptHelp
    return kept.key === key ? kept.text : undefined
  } catch {
    return undefined
  }
}

/** Keeps what was shown. Where it cannot be written, the next help is made anew. */
export function keepHelp(asked: HelpAsked, text: string): void {
  const key = keyOf(asked)
  if (key === undefined) return
  const file = fileOf(asked)
  const written = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(written, JSON.stringify({ key, text } satisfies KeptHelp))
    renameSync(written, file)
  } catch {
    // A folder that cannot be written to is no reason to say anything: help was shown.
  }
}

/** What colours and widths depend on, by ansis 4, supports-color 8 and oclif's `screen.js` and `theme.js`. */
const looks = ['NO_COLOR', 'FORCE_COLOR', 'TERM', 'COLORTERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'OCLIF_COLUMNS']

/**
 * @returns what changes whenever the text might; nothing where it is not kept: where colours depend on whose CI it is,
 * where oclif tells more than help, and beside a plugin that changes while somebody works on it
 */
function keyOf({ args, env, version, built, terminal }: HelpAsked): string | undefined {
  const words = args.filter((word) => !isHelpFlag(word))
  if (words.length === args.length || !words.every((word) => /^[a-z][a-z0-9:-]*$/.test(word))) return undefined
  if (['CI', 'TEAMCITY_VERSION', 'DEBUG'].some((name) => env[name] !== undefined)) return undefined
  const data = dataDirOf(env)
  const plugins = textOf(join(data, 'package.json'))
  if (/"type":\s*"link"/.test(plugins)) return undefined
  const { isTTY = false, columns = 0 } = terminal
  const theme = textOf(join(configDirOf(env), 'theme.json'))
  const values = [...looks, 'GM_DISABLE_THEME'].map((name) => env[name] ?? null)
  return JSON.stringify([
    version,
    changed(built),
    plugins,
    changed(join(data, 'known.json')),
    theme,
    isTTY,
    columns,
    values,
  ])
}

/** Whether it asks for help alone. */
function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h'
}

function fileOf({ args, env }: HelpAsked): string {
  return join(cacheDirOf(env), 'help', `${args.join(' ')}.json`)
}

/** When a file was last written, to the nanosecond, and how long it is. */
function changed(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.mtimeNs} ${stats.size}`
}
