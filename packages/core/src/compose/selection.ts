// Which services a stack has: the chosen ones and what they use, in the order of starting. Everything wrong with a
// choice is found at once.
import type { GmError, Service } from '@geuse/plugin-api'
import { configError } from './config-error.js'
import { parseUse } from './uses.js'

/** Services of a stack, and what is wrong with the choice. */
export interface Selection {
  /** What is used comes before what uses it; otherwise by id. */
  readonly services: readonly Service[]
  /** The same services in waves: each may start when the wave before it is healthy. */
  readonly waves: readonly (readonly Service[])[]
  readonly problems: readonly GmError[]
}

/** Ids from the chosen service to the one in question. */
type Chain = readonly string[]

interface Walk {
  readonly registered: ReadonlyMap<string, Service>
  readonly found: Map<string, Service>
  readonly problems: GmError[]
}

/**
 * Selects services.
 * @param registered every service that plugins contributed
 * @param chosen ids that were asked for; `undefined` means all
 * @returns the selection with every problem: unknown ids, unknown or circular uses, each with its chain
 */
export function selectServices(registered: readonly Service[], chosen?: readonly string[]): Selection {
  const walk: Walk = { registered: new Map(registered.map((one) => [one.id, one])), found: new Map(), problems: [] }
  const wanted = [...new Set(chosen ?? registered.map((one) => one.id))].sort()
  for (const id of wanted) visit(walk, id, [])
  const services = [...walk.found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const { waves, circular } = layer(services)
  const problems = [...walk.problems, ...offersMissing(services), ...circular]
  return { services: waves.flat(), waves, problems }
}

function visit(walk: Walk, id: string, chain: Chain): void {
  if (walk.found.has(id)) return
  const service = walk.registered.get(id)
  if (service === undefined) {
    walk.problems.push(unknown(walk, id, chain))
    return
  }
  walk.found.set(id, service)
  for (const use of usesOf(service)) if (!use.optional) visit(walk, use.service, [...chain, id])
}

function unknown(walk: Walk, id: string, chain: Chain): GmError {
  const known = [...walk.registered.keys()].sort().join(', ')
  const why = chain.length === 0 ? '' : ` (used by ${[...chain, id].join(' → ')})`
  return configError(`There is no service ${id}${why}; there are: ${known}`, 'gm services')
}

function usesOf(service: Service): ReturnType<typeof parseUse>[] {
  return Object.values(service.uses ?? {}).map(parseUse)
}

/** Uses whose service is there but does not offer that; optional ones too, as they are misspelt. */
function offersMissing(services: readonly Service[]): GmError[] {
  return services.flatMap((consumer) =>
    usesOf(consumer).flatMap(({ service, offer }) => {
      const provider = services.find((one) => one.id === service)
      if (provider === undefined || provider.offers?.[offer] !== undefined) return []
      const offers = Object.keys(provider.offers ?? {}).join(', ') || 'nothing'
      return [configError(`${consumer.id} uses ${service}.${offer}, but ${service} offers ${offers}`)]
    }),
  )
}

function layer(services: readonly Service[]): { waves: Service[][]; circular: GmError[] } {
  const waves: Service[][] = []
  let rest = [...services]
  while (rest.length > 0) {
    const waiting = rest
    const ready = waiting.filter((one) => !usesOf(one).some((use) => waiting.some((other) => other.id === use.service)))
    if (ready.length === 0) return { waves: [...waves, rest], circular: [circle(rest)] }
    waves.push(ready)
    rest = waiting.filter((one) => !ready.includes(one))
  }
  return { waves, circular: [] }
}

/** Every service of `rest` waits for another of it, so following them must come back. */
function circle(rest: readonly Service[]): GmError {
  const seen: string[] = []
  let at = rest[0]
  while (at !== undefined && !seen.includes(at.id)) {
    seen.push(at.id)
    const next: readonly string[] = usesOf(at).map((use) => use.service)
    at = rest.find((one) => next.includes(one.id))
  }
  const ring = [...seen.slice(seen.indexOf(at?.id ?? '')), at?.id]
  return configError(`Services use each other in a circle: ${ring.join(' → ')}`)
}
