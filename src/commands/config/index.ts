// `gm config`: the same as `gm config list`.
import { ConfigCommand, fileFlag } from '../../config-command.js'
import type { OutputOf } from '@geuse/core/output'

export default class Config extends ConfigCommand {
  static override summary = 'See and change your settings, or the config file of a stack'
  static override examples = [
    '<%= config.bin %> config',
    '<%= config.bin %> config set default_region eu-west-1',
    '<%= config.bin %> config set instance-type t3.large --config my-stack.yaml',
  ]
  static override flags = { ...fileFlag }

  async run(): Promise<OutputOf<'config'>> {
    const { flags } = await this.parse(Config)
    return this.listed(flags.config)
  }
}
