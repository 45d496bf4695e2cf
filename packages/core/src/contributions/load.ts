// The way from oclif's config to a registry, for commands that need tiers or services.
import { collect, type Collection, type PluginHost } from './collect.js'
import type { Accepted, Checked } from './accepted.js'
import { registryOf, type Registry } from './registry.js'

/** How plugins are asked. */
export interface LoadOptions {
  /** How long a plugin may take, in milliseconds. */
  readonly timeoutMs?: number
  /** For the build itself, which looks at what comes with gm as at everything else. */
  readonly checkBundled?: boolean
}

/**
 * @param host oclif's config
 * @param options how plugins are asked
 * @returns what the plugins contributed; never throws because of a plugin
 */
export async function loadRegistry(host: PluginHost, options: LoadOptions = {}): Promise<Registry> {
  const collection = await collect(host, options)
  return registryOf(
    isBuilt(collection) && options.checkBundled !== true ? asBuilt(collection) : await checked(collection),
  )
}

/**
 * Nothing but what came with gm, in the versions that it was built with: the build ends with what is wrong in it. To
 * call all its functions once more takes longer than the rest of a start.
 */
function isBuilt({ collected, failures }: Collection): boolean {
  return failures.length === 0 && collected.every(({ plugin }) => plugin.bundled)
}

function asBuilt({ collected }: Collection): Checked {
  return { accepted: collected as readonly Accepted[], failures: [] }
}

async function checked(collection: Collection): Promise<Checked> {
  const { check } = await import('./check.js')
  return check(collection)
}
