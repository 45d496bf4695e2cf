// `gm __complete SHELL …`, asked by a shell at each TAB: answered without oclif, from one list and a few files. It
// never fails: what cannot be answered is not offered.
import { join } from 'node:path'
import { candidates } from './candidates.js'
import type { Known } from './known.js'
import { dataDirOf, homeOf, lookupsOf, textOf } from './lookups.js'
import { type Kept, keyOf } from './kept.js'
import { dialectOf, filesMark } from './shells.js'

/** What an answer is made from. */
export interface Asked {
  /** The shell, and what it handed over. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of gm. */
  readonly version: string
  /** Path of the list that the build wrote. */
  readonly bundled: string
}

/** @returns what the shell is told */
export function complete({ args, env, version, bundled }: Asked): string {
  const [shell = '', ...given] = args
  const dialect = dialectOf(shell)
  const known = dialect === undefined ? undefined : (installed(env, version) ?? parsed<Known>(textOf(bundled)))
  if (dialect === undefined || known === undefined) return ''
  const answer = candidates(dialect.words(given), known, lookupsOf(env))
  const lines = answer === 'files' ? [filesMark] : dialect.lines(answer, given)
  return lines.map((line) => `${line}\n`).join('')
}

/** What was written down when plugins last changed; nothing where none are, or they have changed since. */
function installed(env: Asked['env'], version: string): Known | undefined {
  const plugins = textOf(join(dataDirOf(env), 'package.json'))
  if (plugins === '') return undefined
  const kept = parsed<Kept>(textOf(join(homeOf(env), 'cache', 'complete.json')))
  return kept?.key === keyOf(version, plugins) ? kept.known : undefined
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
