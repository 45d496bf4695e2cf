// What a stack cannot do without: its reverse proxy waits for these services, and for no other.
import type { Service } from '@geuse/plugin-api'
import { parseUse } from './uses.js'

/**
 * @param services services of the stack
 * @param primary id of the service that the public URL leads to
 * @returns ids of the primary, of those with a critical probe, and of all that these use and cannot do without
 */
export function neededServices(services: readonly Service[], primary: string): ReadonlySet<string> {
  const roots = services.filter(({ id, probes }) => id === primary || probes.some(({ critical }) => critical))
  const needed = new Set(roots.map(({ id }) => id))
  // What is added while the set is walked is walked too.
  for (const id of needed) for (const used of usedBy(services.find((one) => one.id === id))) needed.add(used)
  return needed
}

function usedBy(service: Service | undefined): string[] {
  return Object.values(service?.uses ?? {})
    .map(parseUse)
    .filter(({ optional }) => !optional)
    .map((use) => use.service)
}
