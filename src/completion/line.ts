// A command line read as far as it has been typed: which command it is, which flag waits for its value, what was said.
import type { Known, KnownCommand, KnownFlag } from './known.js'
import type { Source } from './source.js'

/** What stands before the cursor. */
export interface Line {
  /** Words of the command, or of the topic that it may be in; empty for none. */
  readonly path: string
  readonly command: KnownCommand | undefined
  readonly positionals: readonly string[]
  /** Those that were typed, with their dashes. */
  readonly flags: readonly string[]
  /** After `--` nothing is a flag. */
  readonly flagsEnded: boolean
  /** What the value under the cursor is, where it is one of a flag. */
  readonly awaiting: Source | undefined
  /** What is under the cursor, without `prefix`. */
  readonly current: string
  /** `--flag=` where the value under the cursor follows it so. */
  readonly prefix: string
}

/** @param words the last one is under the cursor @param known what can be typed @returns the words, told apart */
export function readLine(words: readonly string[], known: Known): Line {
  const before = words.slice(0, -1)
  const path = pathOf(before, known)
  const command = known.commands[path]
  const told = tell(before.slice(path === '' ? 0 : path.split(' ').length), command)
  const last = words.at(-1) ?? ''
  const joined = told.flagsEnded ? null : /^(--[^=]+=)(.*)$/s.exec(last)
  if (joined === null) return { path, command, ...told, current: last, prefix: '' }
  const [, prefix = '', current = ''] = joined
  const awaiting = flagOf(prefix.slice(0, -1), command)?.value ?? 'unknown'
  return { path, command, ...told, awaiting, current, prefix }
}

/** The longest beginning that is a command or stands before the rest of one. */
function pathOf(words: readonly string[], { commands }: Known): string {
  const all = Object.keys(commands)
  const lengths = [...words.keys()].map((index) => words.slice(0, index + 1).join(' '))
  return lengths.findLast((path) => all.some((id) => id === path || id.startsWith(`${path} `))) ?? ''
}

type Told = Pick<Line, 'awaiting' | 'flags' | 'flagsEnded' | 'positionals'>

function tell(words: readonly string[], command: KnownCommand | undefined): Told {
  return words.reduce<Told>(
    (told, word) => {
      if (told.flagsEnded) return { ...told, positionals: [...told.positionals, word] }
      if (told.awaiting !== undefined) return { ...told, awaiting: undefined }
      if (word === '--') return { ...told, flagsEnded: true }
      if (!word.startsWith('-') || word === '-') return { ...told, positionals: [...told.positionals, word] }
      return { ...told, flags: [...told.flags, word.split('=')[0] ?? ''], awaiting: flagOf(word, command)?.value }
    },
    { awaiting: undefined, flags: [], flagsEnded: false, positionals: [] },
  )
}

/** @param word with its dashes; nothing is found of one that has its value with it */
function flagOf(word: string, command: KnownCommand | undefined): KnownFlag | undefined {
  const flags = command?.flags ?? {}
  if (word.startsWith('--')) return Object.hasOwn(flags, word.slice(2)) ? flags[word.slice(2)] : undefined
  return Object.values(flags).find(({ char }) => char !== undefined && `-${char}` === word)
}
