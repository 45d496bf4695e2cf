// `gm plugins uninstall`: also of a plugin that a living stack needs, after a question that names the stacks.
import * as Args from '@oclif/core/args'
import type { OutputOf } from '@geuse/core/output'
import { resolve } from 'node:path'
import { declined, GmCommand, runFlags } from '../../command.js'
import { notInstalled, uninstall } from '../../plugins/install.js'
import { recordedPlugins } from '../../plugins/record.js'
import { stacksWith } from '../../plugins/users.js'

export default class PluginsUninstall extends GmCommand {
  static override aliases = ['plugins:unlink', 'plugins:remove']
  static override summary = 'Remove a plugin'
  static override description = 'Asks first where a stack was deployed with it.'
  static override examples = ['<%= config.bin %> plugins uninstall @geuse/tier-gpu']
  static override args = { plugin: Args.string({ description: 'name of its package', required: true }) }
  static override flags = { yes: runFlags.yes }

  async run(): Promise<OutputOf<'plugins uninstall'>> {
    const { args, flags } = await this.parse(PluginsUninstall)
    const host = await this.open()
    const typed = args.plugin.replace(/(?<!^)@[^/@]*$/, '')
    const plugins = await recordedPlugins(this.config.dataDir)
    const plugin = plugins.find(({ name, root }) => name === typed || (root !== undefined && root === resolve(typed)))
    if (plugin === undefined) throw notInstalled(typed)
    const { name } = plugin
    const stacks = await stacksWith(host, name)
    if (stacks.length > 0 && !flags.yes && !host.environment.yes) await this.#agreed(name, stacks)
    await uninstall(this.config, plugin)
    this.print([`${name} is removed.`])
    return { name, stacks }
  }

  async #agreed(name: string, stacks: readonly string[]): Promise<void> {
    const question = `${stacks.join(', ')} ${stacks.length === 1 ? 'was' : 'were'} deployed with it. Remove ${name}?`
    if (!(await this.prompts().confirm(question))) throw declined()
  }
}
