// `gm config unset KEY`
import * as Args from '@oclif/core/args'
import type { OutputOf } from '@geuse/core/output'
import { ConfigCommand, fileFlag } from '../../config-command.js'

export default class ConfigUnset extends ConfigCommand {
  static override summary = 'Take one of your settings back to its default'
  static override description = 'Also takes out a key that there is not, which is an error everywhere else.'
  static override examples = ['<%= config.bin %> config unset aws_profile']
  static override args = { key: Args.string({ description: 'as gm config list names it', required: true }) }
  static override flags = { ...fileFlag }

  async run(): Promise<OutputOf<'config unset'>> {
    const { args, flags } = await this.parse(ConfigUnset)
    const file = this.fileOf(await this.open(), flags.config)
    const wasSet = await file.unset(args.key)
    this.print([wasSet ? `${args.key} is no longer set in ${file.path}` : `${args.key} was not set in ${file.path}`])
    return { key: args.key, wasSet, path: file.path }
  }
}
