// `gm config get KEY`
import * as Args from '@oclif/core/args'
import type { OutputOf } from '@geuse/core/output'
import { ConfigCommand, fileFlag, shownValue } from '../../config-command.js'

export default class ConfigGet extends ConfigCommand {
  static override summary = 'One of your settings'
  static override examples = ['<%= config.bin %> config get ui_preferences.color_theme']
  static override args = { key: Args.string({ description: 'as gm config list names it', required: true }) }
  static override flags = { ...fileFlag }

  async run(): Promise<OutputOf<'config get'>> {
    const { args, flags } = await this.parse(ConfigGet)
    const value = await this.fileOf(await this.open(), flags.config).get(args.key)
    this.print([shownValue(value)])
    return { key: args.key, value }
  }
}
