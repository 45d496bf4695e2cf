// The options of the installed tiers as flags. Those of the tiers that come with gm are written to the manifest by the
// build, so that help and completion know them without loading a plugin.
import { Flags } from '@oclif/core'
import type { DescribedOption, DescribedTier } from '@geuse/core'

/** Flags by word, as oclif takes them. */
export type TierFlags = Record<string, ReturnType<typeof flagOf>>

/**
 * @param tiers what is installed
 * @returns a flag for each word; one that several tiers take is there once, under the names of all
 */
export function tierFlags(tiers: readonly DescribedTier[]): TierFlags {
  const words = tiers.flatMap(({ id, options }) =>
    options.flatMap((option) => option.words.map((word) => ({ word, option, tier: id }))),
  )
  return Object.fromEntries(
    [...Map.groupBy(words, ({ word }) => word)].map(([word, taken]) => [
      word,
      flagOf(word, (taken[0] as (typeof words)[number]).option, groupOf(taken.map(({ tier }) => tier))),
    ]),
  )
}

function groupOf(tiers: readonly string[]): string {
  return `TIER ${tiers.join(', ')}`
}

function flagOf(word: string, { kind, about, values, switches, default: usual }: DescribedOption, helpGroup: string) {
  const description = [about ?? '', ...(usual === null || switches !== null ? [] : [`${String(usual)} without it`])]
    .filter((part) => part !== '')
    .join('; ')
  const shared = { description, helpGroup }
  if (switches !== null) return Flags.boolean({ ...shared, description: `${about ?? ''} (${switches[word]})` })
  if (kind === 'switch') return Flags.boolean({ ...shared, allowNo: true })
  if (kind === 'list') return Flags.string({ ...shared, multiple: true, multipleNonGreedy: true, helpValue: 'VALUE' })
  return Flags.string({ ...shared, ...(values === null ? { helpValue: 'VALUE' } : { options: [...values] }) })
}
