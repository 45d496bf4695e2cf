// What can be deployed here: tiers and services, with the plugin that each is from and every setting that it takes.
import type { Service, Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { labelOf } from '../contributions/index.js'
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

/** A setting, for people and scripts. */
export interface DescribedSetting {
  /** Null where one has to be given. */
  readonly default: unknown
  /** What it is for, in the words of its plugin; null where it has none. */
  readonly about: string | null
  readonly isEmail: boolean
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
    ports: Object.fromEntries(
      Object.entries(item.ports).map(([name, port]) => [name, typeof port === 'number' ? port : port.port]),
    ),
    uses: [...new Set(Object.values(item.uses ?? {}))],
    settings: settingsOf(item),
  }))
}

/** @returns the options that a tier takes: the keys of its schema */
export function keysOf(tier: Tier): string[] {
  const schema = tier.config(z) as unknown as { readonly shape?: object }
  return Object.keys(schema.shape ?? {})
}

interface Property {
  readonly default?: unknown
  readonly description?: string
  readonly format?: string
}

function settingsOf(service: Service): Record<string, DescribedSetting> {
  const schema = z.toJSONSchema(service.config(z), { io: 'input', unrepresentable: 'any' })
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Property>>
  return Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, described(property)]))
}

function described({ default: usual = null, description, format }: Property): DescribedSetting {
  return { default: usual, about: description ?? null, isEmail: format === 'email' }
}
