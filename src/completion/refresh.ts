// Writes down what can be typed with the plugins that are installed now, so that neither a TAB nor help need ask them.
import type { Interfaces } from '@oclif/core'
import { describeServices, describeTiers, loadRegistry } from '@geuse/core/catalog'
import { instanceTypes, regions, replaceFile } from '@geuse/core/completion'
import { join } from 'node:path'
import { withInstalled } from '../known-plugins.js'
import { guarded } from '../plugins/guarded.js'
import { cachedTierFlags } from '../tier-flags.js'
import { type Kept, keptIn, keyOf } from './kept.js'
import { knownOf } from './known.js'
import { textOf } from './lookups.js'

/** @param config oclif's, with every plugin @returns what can be typed with them; those that fail are left out */
export async function knownWith(config: Interfaces.Config): Promise<Omit<Kept, 'key'>> {
  const loaded = loadRegistry(guarded(config))
  const host = { registry: () => loaded }
  const [tiers, services] = await Promise.all([describeTiers(host), describeServices(host)])
  const catalog = { tiers, services, regions, instanceTypes: instanceTypes.map(({ type }) => type) }
  return { known: knownOf(config, catalog), tierFlags: cachedTierFlags(tiers) }
}

/**
 * @param config oclif's, as it was when the command began: what is installed now is looked up
 * @returns when it is written; nothing is, where no plugin has ever been installed
 */
export async function refreshCompletion({ root, version, dataDir }: Interfaces.Config): Promise<void> {
  const plugins = textOf(join(dataDir, 'package.json'))
  if (plugins === '') return
  const found = await knownWith(await withInstalled(root))
  await replaceFile(keptIn(dataDir), JSON.stringify({ key: keyOf(version, plugins), ...found }))
}
