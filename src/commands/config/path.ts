// `gm config path`
import { ConfigCommand } from '../../config-command.js'
import type { OutputOf } from '@geuse/core/output'

export default class ConfigPath extends ConfigCommand {
  static override summary = 'Where your settings are'
  static override examples = ['$EDITOR "$(<%= config.bin %> config path)"']

  async run(): Promise<OutputOf<'config path'>> {
    await this.parse(ConfigPath)
    const { home } = await this.open()
    this.print([home.settings])
    return { path: home.settings }
  }
}
