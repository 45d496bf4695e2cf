// Options of installed tiers in the help of the commands that take one: written down when plugins were last changed, or
// asked of the plugins.
import type { Command, Interfaces } from '@oclif/core'
import { readKept } from './completion/kept.js'
import type { CachedFlags } from './tier-flags.js'

/** @returns the command with the flags of every installed tier */
export async function withTierFlags(command: Command.Loadable, config: Interfaces.Config): Promise<Command.Loadable> {
  const flags = keptFlags(config) ?? (await askedFlags(config))
  return { ...command, flags: { ...flags, ...command.flags } }
}

/** A linked plugin changes while somebody works on it: with one, all are asked. */
function keptFlags({ dataDir, version, plugins }: Interfaces.Config): CachedFlags | undefined {
  const isFixed = [...plugins.values()].every(({ type }) => type === 'core' || type === 'user')
  return isFixed ? readKept(dataDir, version)?.tierFlags : undefined
}

async function askedFlags(config: Interfaces.Config): Promise<CachedFlags> {
  const [{ describeTiers, loadRegistry }, { guarded }, { cachedTierFlags }] = await Promise.all([
    import('@geuse/core/catalog'),
    import('./plugins/guarded.js'),
    import('./tier-flags.js'),
  ])
  const registry = loadRegistry(guarded(config))
  return cachedTierFlags(await describeTiers({ registry: () => registry }))
}
