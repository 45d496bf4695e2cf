// What can be deployed here: tiers and services, with the plugin that each is from and every setting that it takes.
import type { Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { describeSettings, type DescribedSetting } from '../compose/index.js'
import { labelOf } from '../contributions/index.js'
import { portNumber } from '../model/port-number.js'
import type { Host } from './host.js'

/** A tier, for people and scripts. */
export interface DescribedTier {
  readonly id: string
  readonly title: string
  readonly plugin: string
  /** Keys of the config that it takes. */
  readonly options: readonly string[]
}

/** A service, for people and scripts. */
export interface DescribedService {
  readonly id: string
  readonly title: string
  readonly plugin: string
  readonly ports: Readonly<Record<string, number>>
  /** What it needs: `postgres.database`; with `?` when it may be absent. */
  readonly uses: readonly string[]
  /** By key: `--set <id>.<key>=…`. */
  readonly settings: Readonly<Record<string, DescribedSetting>>
}

/** @returns every registered tier */
export async function describeTiers(host: Host): Promise<DescribedTier[]> {
  const registry = await host.registry()
  return [...registry.tiers.values()].map(({ item, plugin }) => ({
    id: item.id,
    title: item.title,
    plugin: labelOf(plugin),
    options: keysOf(item),
  }))
}

/** @returns every registered service */
export async function describeServices(host: Host): Promise<DescribedService[]> {
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

/** @returns the options that a tier takes: the keys of its schema */
export function keysOf(tier: Tier): string[] {
  const schema = tier.config(z) as unknown as { readonly shape?: object }
  return Object.keys(schema.shape ?? {})
}
