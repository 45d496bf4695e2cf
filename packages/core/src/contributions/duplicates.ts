// Two plugins that claim one id. Neither may win by having loaded first: what came with gm stays, and of two others
// both are refused, each naming the other.
import type { Contribution } from '@geuse/plugin-api'
import type { Accepted } from './accepted.js'
import type { Fault } from './failure.js'
import { labelOf, removalOf, type Origin } from './origin.js'

/** An id and one plugin that claims it. */
interface Claim {
  /** Kind and id, e.g. `service qdrant`. */
  readonly what: string
  readonly plugin: Origin
}

/**
 * @param entries contributions that are in order by themselves
 * @returns the plugins to refuse, with every id that they share and with whom
 */
export function duplicates(entries: readonly Accepted[]): ReadonlyMap<Origin, readonly Fault[]> {
  const claims = entries.flatMap(claimsOf)
  const faults = new Map<Origin, Fault[]>()
  for (const claim of claims) {
    const rivals = claims.filter((other) => other !== claim && other.what === claim.what)
    if (rivals.length === 0 || staysDespite(claim, rivals)) continue
    faults.set(claim.plugin, [...(faults.get(claim.plugin) ?? []), ...rivals.map((rival) => faultOf(claim, rival))])
  }
  return faults
}

function claimsOf({ plugin, contribution }: Accepted): Claim[] {
  return idsOf(contribution).map((what) => ({ what, plugin }))
}

function idsOf({ services = [], tiers = [], resources = [], checks = [], sinks = [] }: Contribution): string[] {
  return [
    ...services.map(({ id }) => `service ${id}`),
    ...tiers.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((word) => `tier ${word}`)),
    ...resources.map(({ type }) => `resource ${type}`),
    ...checks.map(({ id }) => `check ${id}`),
    ...sinks.map(({ id }) => `sink ${id}`),
  ]
}

/** What came with gm stays when nothing else that came with gm claims the same. */
function staysDespite(claim: Claim, rivals: readonly Claim[]): boolean {
  return claim.plugin.bundled && rivals.every(({ plugin }) => !plugin.bundled)
}

function faultOf({ what, plugin }: Claim, rival: Claim): Fault {
  if (rival.plugin === plugin) return { message: `the ${what} is there twice` }
  const hints = rival.plugin.bundled ? [] : [removalOf(rival.plugin)]
  return { message: `the ${what} is also contributed by ${labelOf(rival.plugin)}`, hints }
}
