// What can be deployed here: tiers and services, with the plugin that each is from and every setting that it takes.
import { describeSettings } from '../compose/index.js'
import { labelOf } from '../contributions/index.js'
import { type DeclaredOption, wordsOf } from '../model/declared-options.js'
import { portNumber } from '../model/port-number.js'
import type { Host } from './host.js'
import { tierOptions } from '../config/tier-options.js'
import type { describedService, describedTier, tierOption } from '../output/catalog.js'
import type { Told } from '../output/told.js'

/** A tier, for people and scripts. */
export type DescribedTier = Told<typeof describedTier>

/** An option of a tier: `--<word>`, or a switch for each of its words. */
export type DescribedOption = Told<typeof tierOption>

/** A service, for people and scripts. */
export type DescribedService = Told<typeof describedService>

/** @returns every registered tier */
export async function describeTiers(host: Pick<Host, 'registry'>): Promise<DescribedTier[]> {
  const registry = await host.registry()
  return [...registry.tiers.values()].map(({ item, plugin }) => ({
    id: item.id,
    aliases: item.aliases ?? [],
    title: item.title,
    plugin: labelOf(plugin),
    options: tierOptions(item).declared.map(describeOption),
  }))
}

/** @returns every registered service */
export async function describeServices(host: Pick<Host, 'registry'>): Promise<DescribedService[]> {
  const registry = await host.registry()
  return [...registry.services.values()].map(({ item, plugin }) => ({
    id: item.id,
    title: item.title,
    plugin: labelOf(plugin),
    ports: Object.fromEntries(Object.entries(item.ports).map(([name, port]) => [name, portNumber(port)])),
    uses: [...new Set(Object.values(item.uses ?? {}))],
    settings: describeSettings(item),
  }))
}

function describeOption(option: DeclaredOption): DescribedOption {
  const { about, default: usual, kind, switches, values } = option
  return { words: wordsOf(option), about, default: usual, kind, switches, values }
}
