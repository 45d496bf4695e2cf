// Tiers share one command line: a word that is a switch to one of them and wants a value for another could not be read
// before it is known which tier is meant. What came with gm stays; of two others both are refused.
import type { Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { declaredOptions, wordsOf } from '../model/declared-options.js'
import type { Accepted } from './accepted.js'
import type { Fault } from './failure.js'
import { labelOf, type Origin } from './origin.js'

/** A word of the command line, and how one tier reads it. */
interface Word {
  readonly word: string
  readonly kind: 'switch' | 'list' | 'value'
  readonly tier: string
  readonly plugin: Origin
}

/**
 * @param entries contributions that are in order by themselves
 * @returns the plugins to refuse, with every word that another tier reads in another way
 */
export function optionClashes(entries: readonly Accepted[]): ReadonlyMap<Origin, readonly Fault[]> {
  const words = entries.flatMap(({ plugin, contribution: { tiers = [] } }) =>
    tiers.flatMap((tier) => wordsOfTier(tier).map((word) => ({ ...word, tier: tier.id, plugin }))),
  )
  const faults = new Map<Origin, Fault[]>()
  for (const word of words) {
    const rivals = words.filter((other) => other.word === word.word && other.kind !== word.kind)
    if (rivals.length === 0 || (word.plugin.bundled && rivals.every(({ plugin }) => !plugin.bundled))) continue
    faults.set(word.plugin, [...(faults.get(word.plugin) ?? []), ...rivals.map((rival) => faultOf(word, rival))])
  }
  return faults
}

function wordsOfTier(tier: Tier): Pick<Word, 'word' | 'kind'>[] {
  const options = declaredOptions(tier.options(z) as unknown as z.ZodType)
  return options.flatMap((option) =>
    wordsOf(option).map((word) => ({ word, kind: option.switches === null ? option.kind : 'switch' })),
  )
}

const kinds = { switch: 'a switch', list: 'a list', value: 'a value' } as const

function faultOf({ word, kind, tier }: Word, rival: Word): Fault {
  return {
    message: `the option --${word} of tier ${tier} is ${kinds[kind]}, and ${kinds[rival.kind]} to tier ${rival.tier} of ${labelOf(rival.plugin)}`,
  }
}
