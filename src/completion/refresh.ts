// Writes down what can be typed with the plugins that are installed now, so that a TAB need not ask them.
import type { Interfaces } from '@oclif/core'
import { describeServices, describeTiers, loadRegistry } from '@geuse/core/catalog'
import { instanceTypes, regions, replaceFile } from '@geuse/core/completion'
import { ensureHome, homeAt, readEnvironment } from '@geuse/core/host'
import { join } from 'node:path'
import { withInstalled } from '../known-plugins.js'
import { guarded } from '../plugins/guarded.js'
import { keyOf } from './kept.js'
import { knownOf, type Known } from './known.js'
import { textOf } from './lookups.js'

/** @param config oclif's, with every plugin @returns what can be typed with them; those that fail are left out */
export async function knownWith(config: Interfaces.Config): Promise<Known> {
  const loaded = loadRegistry(guarded(config))
  const host = { registry: () => loaded }
  const [tiers, services] = await Promise.all([describeTiers(host), describeServices(host)])
  return knownOf(config, { tiers, services, regions, instanceTypes: instanceTypes.map(({ type }) => type) })
}

/**
 * @param config oclif's, as it was when the command began: what is installed now is looked up
 * @returns when it is written; nothing is, where no plugin has ever been installed
 */
export async function refreshCompletion({ root, version, dataDir }: Interfaces.Config): Promise<void> {
  const plugins = textOf(join(dataDir, 'package.json'))
  if (plugins === '') return
  const known = await knownWith(await withInstalled(root))
  const home = homeAt((await readEnvironment()).home)
  await ensureHome(home)
  await replaceFile(home.cached('complete'), JSON.stringify({ key: keyOf(version, plugins), known }))
}
