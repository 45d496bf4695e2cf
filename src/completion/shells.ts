// What each shell hands over and wants to be told. Two of them give the line up to the cursor, as their words are cut
// where ours are not, or lose what is empty on the way to a program; two give the words.
import type { Answer } from './candidates.js'

/** How one shell asks and is answered. */
interface Dialect {
  /** @param given what the shell handed over @returns the words after `gm`, the last one under the cursor */
  words(given: readonly string[]): readonly string[]
  /** @returns what the shell is told, a candidate a line */
  lines(answer: Exclude<Answer, 'files'>, given: readonly string[]): readonly string[]
}

const withAbout: Dialect['lines'] = (answer) => answer.map(({ value, about }) => `${value}\t${about}`)

const dialects: Readonly<Record<string, Dialect>> = {
  // Given: where bash breaks words, and the line.
  bash: {
    words: ([, line = '']) => wordsIn(line),
    lines: (answer, [breaks = '', line = '']) => {
      const kept = keptByBash(wordsIn(line).at(-1) ?? '', breaks)
      return answer.map(({ value }) => value.slice(kept))
    },
  },
  powershell: { words: ([line = '']) => wordsIn(line), lines: withAbout },
  zsh: { words: (given) => given, lines: withAbout },
  fish: { words: (given) => given, lines: withAbout },
}

/** What a shell is told where its own files are what may come. */
export const filesMark = ':files'

/** @returns the way of that shell; undefined for none that is known */
export function dialectOf(shell: string): Dialect | undefined {
  return Object.hasOwn(dialects, shell) ? dialects[shell] : undefined
}

/**
 * Bash replaces no more than what follows the last character at which it breaks words, and so wants to be told no more.
 * @returns how many characters of the word under the cursor it keeps
 */
function keptByBash(word: string, breaks: string): number {
  return (
    Math.max(...[...'=:'].filter((character) => breaks.includes(character)).map((one) => word.lastIndexOf(one)), -1) + 1
  )
}

/** The words after the first one, as a shell would cut them; quotes hold a word together and fall away. */
function wordsIn(line: string): string[] {
  const words = ['']
  let quote = ''
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? ''
    const last = words.length - 1
    if (character === quote) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (quote === '' && /\s/.test(character)) {
      if (words[last] !== '') words.push('')
    } else words[last] += character
  }
  return words.slice(1)
}
