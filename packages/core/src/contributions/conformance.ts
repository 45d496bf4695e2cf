// Whether a plugin keeps the contract, for the tests of whoever writes one: all that gm looks at when it is installed,
// and what would only be met in somebody's account.
import { isDeepStrictEqual } from 'node:util'
import type { Contribution, Service, Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { check } from './check.js'
import { defaultConfig } from './default-config.js'
import { resourceBreaches } from './resource-conformance.js'
import { buildBreaches } from './build-conformance.js'

/**
 * @param contributed what the file of the hook `gm:contribute` exports, or what that returns
 * @returns each breach of the contract in a sentence; none where it is kept
 */
export async function conformance(contributed: unknown): Promise<readonly string[]> {
  const contribution = await resolved(contributed)
  const { failures } = check({ collected: [{ plugin, contribution }], failures: [] })
  const told = failures.flatMap(({ error }) => error.problems.map(({ message }) => message))
  if (told.length > 0) return told
  const { services = [], tiers = [], resources = [] } = contribution as Contribution
  const again = (await resolved(contributed)) as Contribution
  return [
    ...(sameIds(contribution as Contribution, again)
      ? []
      : ['its hook must return the same each time that it is asked']),
    ...services.flatMap((service) => serviceBreaches(service).map((breach) => `services.${service.id}.${breach}`)),
    ...tiers.flatMap((tier) => tierBreaches(tier).map((breach) => `tiers.${tier.id}.${breach}`)),
    ...resources.flatMap((resource) =>
      resourceBreaches(resource).map((breach) => `resources.${resource.type}.${breach}`),
    ),
  ]
}

const plugin = { name: 'this plugin', version: '0.0.0', bundled: false }

async function resolved(contributed: unknown): Promise<unknown> {
  return typeof contributed === 'function' ? ((contributed as () => unknown)() as Promise<unknown>) : contributed
}

function sameIds(one: Contribution, other: Contribution): boolean {
  const ids = ({ services, tiers, resources }: Contribution): unknown => [
    services?.map(({ id }) => id),
    tiers?.map(({ id }) => id),
    resources?.map(({ type }) => type),
  ]
  return isDeepStrictEqual(ids(one), ids(other))
}

function serviceBreaches(service: Service): string[] {
  const settings = shapeOf(service.config(z))
  const silent = Object.keys(settings).filter((key) => (settings[key]?.description ?? '') === '')
  return [
    ...silent.map((key) => `config.${key}: must be described: \`gm services\` and questions use these words`),
    ...((service.probes ?? []).length === 0
      ? ['probes: there must be one: nobody could tell whether it is healthy']
      : []),
  ]
}

function tierBreaches(tier: Tier): string[] {
  const options = shapeOf(tier.options(z))
  const silent = Object.keys(options).filter((key) => (options[key]?.description ?? '') === '')
  const defaults = defaultConfig(tier.options)
  return [
    ...silent.map((key) => `options.${key}: must be described: \`gm deploy --help\` uses these words`),
    ...(defaults === undefined ? [] : buildBreaches(tier, defaults.value)),
  ]
}

interface Described {
  readonly description?: string
}

function shapeOf(schema: unknown): Readonly<Record<string, Described | undefined>> {
  return (schema as { readonly shape?: Readonly<Record<string, Described>> }).shape ?? {}
}
