// `gm plugins update`: each plugin in the newest version that was asked for; all of them, or none.
import * as Args from '@oclif/core/args'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../../command.js'
import { update } from '../../plugins/install.js'

export default class PluginsUpdate extends GmCommand {
  static override summary = 'Update installed plugins'
  static override examples = ['<%= config.bin %> plugins update', '<%= config.bin %> plugins update @geuse/tier-gpu']
  static override args = { plugin: Args.string({ description: 'one of them; all without it' }) }

  async run(): Promise<OutputOf<'plugins update'>> {
    const { args } = await this.parse(PluginsUpdate)
    await this.open()
    const updated = await update(this.config, args.plugin === undefined ? [] : [args.plugin])
    this.print(updated.map(({ name, version }) => `${name}@${version} is installed.`))
    if (updated.length === 0) this.print(['No plugins are installed that could be updated.'])
    return updated
  }
}
