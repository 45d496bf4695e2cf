// Whose a resource or a check is: the core's own, or a plugin's.
import type { MakesFrom } from '@geuse/plugin-api'
import { boot, deployed, healthy, issued, resources } from '../../aws/resources/index.js'
import { labelOf, type Registry } from '../../contributions/index.js'
import type { OwnedResource } from '../../engine/run-context.js'

/** @returns every resource that is known here, the core's and those of plugins */
export function allResources(registry: Registry): readonly OwnedResource[] {
  return [...resourcesByType(registry).values()]
}

/** @returns what finds the resource of a type, and the plugin that brought it */
export function resourceFinder(registry: Registry): (type: string) => OwnedResource | undefined {
  const known = resourcesByType(registry)
  return (type) => known.get(type)
}

function resourcesByType(registry: Registry): ReadonlyMap<string, OwnedResource> {
  const known = new Map<string, OwnedResource>()
  for (const { item, plugin } of registry.resources.values())
    known.set(item.type, { resource: item as MakesFrom<unknown, unknown>, plugin: labelOf(plugin) })
  for (const resource of Object.values(resources))
    known.set(resource.type, { resource: resource as MakesFrom<unknown, unknown>, plugin: 'core' })
  return known
}

/**
 * Checks are not contributed by themselves: a graph has the core's, or those of the tier that built it.
 * @param tier id of the tier of the stack
 * @returns what tells whose a check of a type is: `name@version`, or `core`
 */
export function checkOwners(registry: Registry, tier: string): (type: string) => string {
  const builder = registry.tiers.get(tier)?.plugin
  const own: readonly string[] = [boot.type, deployed.type, healthy.type, issued.type]
  return (type) => (builder === undefined || own.includes(type) ? 'core' : labelOf(builder))
}
