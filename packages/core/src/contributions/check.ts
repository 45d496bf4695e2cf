// Looks at everything that plugins handed over, before anything happens: all problems at once, each with the plugin
// that it is from. A plugin with one problem is left out as a whole, as half a plugin is a guess.
import type { Contribution } from '@geuse/plugin-api'
import type { Accepted, Checked } from './accepted.js'
import { apiFault } from './api-version.js'
import type { Collected, Collection } from './collect.js'
import { contributionSchema } from './contribution-schema.js'
import { optionClashes } from './option-clashes.js'
import { duplicates } from './duplicates.js'
import { invalid, type Fault } from './failure.js'
import { formatIssues } from './format-issues.js'
import { byName, type Origin } from './origin.js'
import { serviceFaults } from './service-faults.js'
import { tierFaults } from './tier-faults.js'
import { dryRunFaults } from './dry-run.js'

/**
 * @param collection what `collect` returned
 * @returns the plugins in order and the others, those that could not even be collected among them
 */
export function check({ collected, failures }: Collection): Checked {
  const looked = collected.map((entry) => ({ entry, faults: faultsOf(entry) }))
  const alone = looked.filter(({ faults }) => faults.length === 0).map(({ entry }) => entry as Accepted)
  const wrong = looked
    .filter(({ faults }) => faults.length > 0)
    .map(({ entry, faults }) => invalid(entry.plugin, faults))
  const unique = without(alone, duplicates(alone))
  const whole = without(unique.accepted, optionClashes(unique.accepted))
  const all = [...failures, ...wrong, ...unique.failures, ...whole.failures]
  return { accepted: whole.accepted, failures: all.sort((left, right) => byName(left.plugin, right.plugin)) }
}

function faultsOf({ plugin, contribution }: Collected): readonly Fault[] {
  if (typeof contribution !== 'object' || contribution === null)
    return [{ message: `its hook must return an object, not ${String(contribution)}` }]
  const version = apiFault((contribution as Partial<Contribution>).api, plugin)
  if (version !== undefined) return [version]
  const parsed = contributionSchema.safeParse(contribution)
  return (parsed.success ? deepFaults(contribution as Contribution) : formatIssues(parsed.error, contribution)).map(
    (message) => ({ message }),
  )
}

/** What only shows when the parts are held against each other and their functions are called. */
function deepFaults({ services = [], tiers = [] }: Contribution): string[] {
  return [
    ...services.flatMap((service) =>
      [...serviceFaults(service), ...dryRunFaults(service)].map((fault) => `services.${service.id}.${fault}`),
    ),
    ...tiers.flatMap((tier) => tierFaults(tier).map((fault) => `tiers.${tier.id}.${fault}`)),
  ]
}

function without(entries: readonly Accepted[], faults: ReadonlyMap<Origin, readonly Fault[]>): Checked {
  return {
    accepted: entries.filter(({ plugin }) => !faults.has(plugin)),
    failures: [...faults].map(([plugin, found]) => invalid(plugin, found)),
  }
}
