// What a tier takes: flags, keys of a file, variables and stored values of its options, read by its own schema. Words
// that only another tier takes, or none, are named with the place where they were said.
import { GmError, type Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import {
  coerced,
  type DeclaredOption,
  declaredOptions,
  issueSentence,
  readSwitch,
  wordOf,
  wordsOf,
} from '../model/declared-options.js'
import { configWords } from './keys.js'
import type { Layer } from './layers.js'
import { didYouMean } from './did-you-mean.js'

/** The options of one tier. */
export interface TierOptions {
  /** Other words for the tier. */
  readonly aliases: readonly string[]
  readonly schema: z.ZodType
  readonly declared: readonly DeclaredOption[]
}

/** Flags are made of them, and then what was said is read: of each tier once. */
const known = new WeakMap<object, TierOptions>()

/** @throws GmError PLUGIN_FAILED when its schema cannot be made */
export function tierOptions(tier: Pick<Tier, 'id' | 'aliases' | 'options'>): TierOptions {
  const made = known.get(tier) ?? makeOptions(tier)
  known.set(tier, made)
  return made
}

function makeOptions(tier: Pick<Tier, 'id' | 'aliases' | 'options'>): TierOptions {
  try {
    const schema = tier.options(z)
    return { aliases: tier.aliases ?? [], schema, declared: declaredOptions(schema) }
  } catch (cause) {
    throw new GmError('PLUGIN_FAILED', `The options of tier ${tier.id} could not be made`, { cause })
  }
}

/** @returns the id of the tier that a word means; the word itself where it means none */
export function tierNamed(word: string, tiers: Readonly<Record<string, TierOptions>>): string {
  return Object.entries(tiers).find(([, { aliases }]) => aliases.includes(word))?.[0] ?? word
}

/** What was said of a tier's options. */
export interface OptionReading {
  /** As the tier's schema reads it; empty when something is wrong. */
  readonly value: Readonly<Record<string, unknown>>
  /** Keys that were said in this call. */
  readonly given: readonly string[]
  readonly problems: readonly string[]
}

interface Said {
  readonly value: unknown
  readonly place: string
  readonly given: boolean
}

/**
 * @param tier id of the chosen one
 * @param layers the strongest first
 * @param tiers every registered tier, by id
 * @returns the options of the chosen tier, and everything that is wrong with what was said
 */
export async function readOptions(
  tier: string,
  layers: readonly Layer[],
  tiers: Readonly<Record<string, TierOptions>>,
): Promise<OptionReading> {
  const chosen = tiers[tier]
  const strange = await foreign(layers, chosen, tiers, tier)
  if (chosen === undefined) return { value: {}, given: [], problems: strange }
  const problems: string[] = []
  const said = new Map<string, Said>()
  for (const option of chosen.declared) {
    const found = layers.map((layer) => saidIn(layer, option, problems)).find((one) => one !== undefined)
    if (found !== undefined) said.set(option.key, found)
  }
  const parsed = chosen.schema.safeParse(coerced(chosen.schema, valuesOf(said)))
  const wrong = (parsed.error?.issues ?? []).map((issue) => {
    const key = String(issue.path[0] ?? '')
    const { place, value } = said.get(key) ?? {}
    const isMissing = place === undefined || (value === '' && issue.code === 'invalid_type')
    return isMissing ? `--${wordOf(key)} is needed by tier ${tier}` : `${place}: ${issueSentence(issue)}`
  })
  return {
    value: Object.freeze({ ...((parsed.data ?? {}) as Record<string, unknown>) }),
    given: [...said].filter(([, { given }]) => given).map(([key]) => key),
    problems: [...strange, ...problems, ...wrong],
  }
}

/** Nothing (`--domain ''`) takes back what was said before: an option is then as if nobody had ever said it. */
function valuesOf(said: ReadonlyMap<string, Said>): Record<string, unknown> {
  return Object.fromEntries([...said].flatMap(([key, { value }]) => (value === '' ? [] : [[key, value]])))
}

function saidIn(layer: Layer, option: DeclaredOption, problems: string[]): Said | undefined {
  const { options, given, place } = layer
  const word = wordOf(option.key)
  if (option.switches !== null && given) return switchedIn(layer, option.switches, problems)
  return options[word] === undefined ? undefined : { value: options[word], place: place(word), given }
}

/** The one value that says something is true: what `spot: false` would mean, two people would guess differently. */
function switchedIn(
  { options, given, place }: Layer,
  switches: Readonly<Record<string, string>>,
  problems: string[],
): Said | undefined {
  const words = Object.keys(switches).filter((word) => options[word] !== undefined)
  const on = words.filter((word) => readSwitch(options[word]) === true)
  for (const word of words.filter((one) => !on.includes(one)))
    problems.push(`${place(word)}: must be true; leave it out otherwise`)
  const [first, second] = on
  if (first !== undefined && second !== undefined)
    problems.push(`${place(first)} and ${place(second)} exclude each other`)
  return first === undefined ? undefined : { value: switches[first], place: place(first), given }
}

async function foreign(
  layers: readonly Layer[],
  chosen: TierOptions | undefined,
  tiers: Readonly<Record<string, TierOptions>>,
  tier: string,
): Promise<string[]> {
  const own = new Set(chosen?.declared.flatMap(wordsOf))
  const all = new Set(Object.values(tiers).flatMap(({ declared }) => declared.flatMap(wordsOf)))
  const said = layers
    .filter(({ given }) => given)
    .flatMap(({ options, place }) => Object.keys(options).map((word) => ({ word, place: place(word) })))
  const problems = said
    .filter(({ word }) => !own.has(word))
    .map(async ({ word, place }) => {
      if (!all.has(word)) return [`${place} is not an option${await didYouMean(word, [...configWords, ...all])}`]
      return chosen === undefined ? [] : [`${place}: tier ${tier} takes no such option`]
    })
  return (await Promise.all(problems)).flat()
}
