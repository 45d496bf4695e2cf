// `gm __complete SHELL …`, asked by a shell at each TAB: answered without oclif, from one list and a few files. It
// never fails: what cannot be answered is not offered.
import { candidates } from './candidates.js'
import type { Known } from './known.js'
import { dataDirOf } from '../folders.js'
import { lookupsOf, textOf } from './lookups.js'
import { parsed, readKept } from './kept.js'
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
  const known =
    dialect === undefined ? undefined : (readKept(dataDirOf(env), version)?.known ?? parsed<Known>(textOf(bundled)))
  if (dialect === undefined || known === undefined) return ''
  const answer = candidates(dialect.words(given), known, lookupsOf(env))
  const lines = answer === 'files' ? [filesMark] : dialect.lines(answer, given)
  return lines.map((line) => `${line}\n`).join('')
}
