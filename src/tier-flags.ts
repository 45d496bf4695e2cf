// The options of the installed tiers as flags. Those of the tiers that come with gm are written to the manifest by the
// build, so that help and completion know them without loading a plugin.
import type { Command } from '@oclif/core'
import * as Flags from '@oclif/core/flags'
import type { DescribedOption, DescribedTier } from '@geuse/core/catalog'

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
  const said = switches === null ? [] : [`chooses ${switches[word] ?? ''}`]
  const unsaid = usual === null ? [] : [`${String(usual)} without it`]
  const description = [...said, ...(about === null ? [] : [about]), ...unsaid].join('; ')
  const shared = { description, helpGroup }
  if (switches !== null) return Flags.boolean(shared)
  if (kind === 'switch') return Flags.boolean({ ...shared, allowNo: true })
  if (kind === 'list') return Flags.string({ ...shared, multiple: true, multipleNonGreedy: true, helpValue: 'VALUE' })
  return Flags.string({ ...shared, ...(values === null ? { helpValue: 'VALUE' } : { options: [...values] }) })
}

/** Flags as a manifest holds them: data only. */
export type CachedFlags = Record<string, Command.Flag.Cached>

/** @returns the flags of the tiers, for the manifest and for help */
export function cachedTierFlags(tiers: readonly DescribedTier[]): CachedFlags {
  const named = Object.entries(tierFlags(tiers)).map(([name, flag]) => [name, { ...flag, name }])
  // Their parsers are functions, which JSON leaves out.
  return JSON.parse(JSON.stringify(Object.fromEntries(named))) as CachedFlags
}
