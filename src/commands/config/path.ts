// `gm config path`
import { ConfigCommand } from '../../config-command.js'

export default class ConfigPath extends ConfigCommand {
  static override summary = 'Where your settings are'
  static override examples = ['$EDITOR "$(<%= config.bin %> config path)"']

  async run(): Promise<unknown> {
    await this.parse(ConfigPath)
    const { home } = await this.open()
    this.print([home.settings])
    return { path: home.settings }
  }
}
