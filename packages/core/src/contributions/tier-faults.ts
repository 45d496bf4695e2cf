// What one tier says about itself must hang together: options that can be words of a command line, and functions that
// answer for the options that nobody gave.
import type { Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { declaredOptions, type DeclaredOption, wordsOf } from '../model/declared-options.js'
import { reservedWords } from '../model/reserved-words.js'
import { configFaults, defaultConfig } from './default-config.js'
import { tierAnswers } from './tier-answers.js'

/**
 * @param tier a declaration whose functions are functions
 * @returns what is wrong with it, a sentence each
 */
export function tierFaults(tier: Tier): string[] {
  const broken = configFaults(tier.options, 'options')
  if (broken.length > 0) return broken
  const schema = tier.options(z) as unknown as z.ZodType
  const declared = attempt(() => declaredOptions(schema))
  if (declared === undefined || !takesObjects(schema))
    return ['options: must be an object of options that JSON Schema can describe']
  const faults = declared.flatMap((option) => optionFaults(schema, option))
  const defaults = defaultConfig(tier.options)
  if (faults.length > 0 || defaults === undefined) return faults
  const answers = tierAnswers(tier, defaults.value)
  return 'faults' in answers ? [...answers.faults] : []
}

function takesObjects(schema: z.ZodType): boolean {
  const issues = schema.safeParse({}).error?.issues ?? []
  return issues.every(({ path }) => path.length > 0)
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function optionFaults(schema: z.ZodType, option: DeclaredOption): string[] {
  const { key, switches } = option
  if (!/^[a-z][A-Za-z0-9]*$/.test(key)) return [`options.${key}: must be camelCase: it becomes a flag`]
  const reserved = wordsOf(option).filter(
    (word) => reservedWords.includes(word) || reservedWords.includes(noless(word)),
  )
  return [
    ...reserved.map((word) => `options.${key}: --${word} is gm's own`),
    ...Object.entries(switches ?? {}).flatMap(([word, value]) => switchFaults(schema, key, word, value)),
  ]
}

/** `--no-rollback` is a flag of gm as well. */
function noless(word: string): string {
  return word.replace(/^no-/, '')
}

function switchFaults(schema: z.ZodType, key: string, word: string, value: string): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word)) return [`options.${key}: the switch '${word}' must be kebab-case`]
  const issues = schema.safeParse({ [key]: value }).error?.issues ?? []
  return issues.some(({ path }) => path[0] === key)
    ? [`options.${key}: the switch --${word} says '${value}', which the option does not take`]
    : []
}
