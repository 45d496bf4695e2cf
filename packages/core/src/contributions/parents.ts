// Tiers that build on others: a parent that is not there, or that leads back to its child, makes the tier useless, and
// so does a parent that is useless itself.
import type { Tier } from '@geuse/plugin-api'
import type { Accepted } from './accepted.js'
import type { Fault } from './failure.js'
import type { Origin } from './origin.js'

/**
 * @param entries contributions with unique ids
 * @returns the plugins to refuse, with the tiers that have no whole line of parents
 */
export function orphans(entries: readonly Accepted[]): ReadonlyMap<Origin, readonly Fault[]> {
  const refused = new Map<Origin, readonly Fault[]>()
  for (let left = entries; ; left = entries.filter(({ plugin }) => !refused.has(plugin))) {
    const found = orphansAmong(left)
    if (found.length === 0) return refused
    for (const [plugin, faults] of found) refused.set(plugin, faults)
  }
}

function orphansAmong(entries: readonly Accepted[]): [Origin, Fault[]][] {
  const tiers = new Map(
    entries.flatMap(({ contribution }) => (contribution.tiers ?? []).map((tier) => [tier.id, tier] as const)),
  )
  return entries.flatMap(({ plugin, contribution }): [Origin, Fault[]][] => {
    const faults = (contribution.tiers ?? []).flatMap((tier) => faultOf(tier, tiers))
    return faults.length > 0 ? [[plugin, faults]] : []
  })
}

function faultOf(tier: Tier, tiers: ReadonlyMap<string, Tier>): Fault[] {
  const line = [tier.id]
  for (let at = tier; at.extends !== undefined;) {
    const parent = tiers.get(at.extends)
    if (parent === undefined)
      return [
        {
          message: `the tier ${at.id} extends ${at.extends}, which no working plugin contributes`,
          hints: ['gm tiers'],
        },
      ]
    if (line.includes(parent.id))
      return [{ message: `the tier ${tier.id} extends itself: ${[...line, parent.id].join(' → ')}` }]
    line.push(parent.id)
    at = parent
  }
  return []
}

/**
 * @param tier a tier all of whose parents are registered
 * @param find looks a tier up by id
 * @returns the tier, what it extends, and so on to the one that extends nothing
 */
export function lineage(tier: Tier, find: (id: string) => Tier): readonly Tier[] {
  return tier.extends === undefined ? [tier] : [tier, ...lineage(find(tier.extends), find)]
}
