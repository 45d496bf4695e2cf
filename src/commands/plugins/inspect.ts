// `gm plugins inspect`: what a plugin is, where it lies, what it contributes, and what is wrong with it.
import * as Args from '@oclif/core/args'
import { describeServices, describeTiers } from '@geuse/core/catalog'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../../command.js'
import { notInstalled } from '../../plugins/install.js'
import { stacksWith } from '../../plugins/users.js'

export default class PluginsInspect extends GmCommand {
  static override summary = 'What a plugin contributes, where it lies, and which stacks need it'
  static override examples = ['<%= config.bin %> plugins inspect @geuse/plugin-services']
  static override args = { plugin: Args.string({ description: 'name of its package', required: true }) }

  async run(): Promise<OutputOf<'plugins inspect'>> {
    const { args } = await this.parse(PluginsInspect)
    const host = await this.open()
    const found = this.config.plugins.get(args.plugin)
    if (found === undefined || found.isRoot) throw notInstalled(args.plugin)
    const { name, version, root, type, commandIDs } = found
    const label = `${name}@${version}`
    const own = ({ plugin }: { readonly plugin: string }): boolean => plugin === label
    const [tiers, services, registry] = await Promise.all([
      describeTiers(host),
      describeServices(host),
      host.registry(),
    ])
    const told = {
      name,
      version,
      type,
      root,
      commands: commandIDs.map((id) => id.replaceAll(':', ' ')),
      tiers: tiers.filter(own).map(({ id }) => id),
      services: services.filter(own).map(({ id }) => id),
      stacks: await stacksWith(host, name),
      flaw: registry.failures.find(({ plugin }) => plugin.name === name)?.reason ?? null,
    }
    this.print(Object.entries(told).flatMap(([key, value]) => line(key, value)))
    return told
  }
}

function line(key: string, value: string | readonly string[] | null): string[] {
  const text = typeof value === 'string' ? value : (value ?? []).join(', ')
  return text === '' ? [] : [`${key.padEnd(9)} ${text}`]
}
