// `gm config list`: every setting with its value, or what a config file says.
import { ConfigCommand, fileFlag } from '../../config-command.js'
import type { OutputOf } from '@geuse/core/output'

export default class ConfigList extends ConfigCommand {
  static override summary = 'Your settings, with the defaults of those that you have not set'
  static override examples = ['<%= config.bin %> config list', '<%= config.bin %> config list --config my-stack.yaml']
  static override flags = { ...fileFlag }

  async run(): Promise<OutputOf<'config list'>> {
    const { flags } = await this.parse(ConfigList)
    return this.listed(flags.config)
  }
}
