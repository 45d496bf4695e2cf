// Options of tiers in the help of the commands that take them: those that come with gm are in the manifest; of the
// others, the plugins have to be asked.
import type { Command, Interfaces } from '@oclif/core'

/** @returns the command, one that takes a tier with the flags of every installed one */
export async function withTierFlags(command: Command.Loadable, config: Interfaces.Config): Promise<Command.Loadable> {
  if (command.flags['tier'] === undefined || isComplete(command, config)) return command
  const [{ describeTiers, loadRegistry }, { cachedTierFlags }] = await Promise.all([
    import('@geuse/core/catalog'),
    import('./tier-flags.js'),
  ])
  const registry = loadRegistry(config as unknown as Parameters<typeof loadRegistry>[0])
  const flags = cachedTierFlags(await describeTiers({ registry: () => registry }))
  return { ...command, flags: { ...flags, ...command.flags } }
}

function isComplete({ flags }: Command.Loadable, config: Interfaces.Config): boolean {
  const fromManifest = Object.values(flags).some(({ helpGroup }) => helpGroup?.startsWith('TIER ') === true)
  return fromManifest && [...config.plugins.values()].every(({ type }) => type === 'core')
}
