// The way from oclif's config to a registry, for commands that need tiers or services.
import { check } from './check.js'
import { collect, type PluginHost } from './collect.js'
import { registryOf, type Registry } from './registry.js'

/**
 * @param host oclif's config
 * @param options `timeoutMs`: how long a plugin may take, in milliseconds
 * @returns what the plugins contributed; never throws because of a plugin
 */
export async function loadRegistry(host: PluginHost, options: { readonly timeoutMs?: number } = {}): Promise<Registry> {
  return registryOf(check(await collect(host, options)))
}
