// Options of installed tiers in the help of the commands that take one: their plugins have to be asked.
import type { Command, Interfaces } from '@oclif/core'
import { guarded } from './plugins/guarded.js'

/** @returns the command with the flags of every installed tier */
export async function withTierFlags(command: Command.Loadable, config: Interfaces.Config): Promise<Command.Loadable> {
  const [{ describeTiers, loadRegistry }, { cachedTierFlags }] = await Promise.all([
    import('@geuse/core/catalog'),
    import('./tier-flags.js'),
  ])
  const registry = loadRegistry(guarded(config))
  const flags = cachedTierFlags(await describeTiers({ registry: () => registry }))
  return { ...command, flags: { ...flags, ...command.flags } }
}
