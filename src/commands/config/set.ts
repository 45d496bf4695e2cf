// `gm config set KEY VALUE`
import * as Args from '@oclif/core/args'
import type { OutputOf } from '@geuse/core/output'
import { ConfigCommand, fileFlag, shownValue } from '../../config-command.js'

export default class ConfigSet extends ConfigCommand {
  static override summary = 'Change one of your settings, or of a config file'
  static override description = `Checked as a deploy would check it, before anything is written.
Of a YAML file, comments and order stay as they are.`
  static override examples = [
    '<%= config.bin %> config set default_region eu-west-1',
    '<%= config.bin %> config set ui_preferences.show_emojis false',
    '<%= config.bin %> config set set.n8n.owner-email you@example.com --config my-stack.yaml',
  ]
  static override args = {
    key: Args.string({ description: 'as gm config list names it', required: true }),
    value: Args.string({ description: 'true, false, a number, a text, or [a, b]', required: true }),
  }
  static override flags = { ...fileFlag }

  async run(): Promise<OutputOf<'config set'>> {
    const { args, flags } = await this.parse(ConfigSet)
    const file = this.fileOf(await this.open(), flags.config)
    const value = await file.set(args.key, args.value)
    this.print([`${args.key} is ${shownValue(value)} in ${file.path}`])
    return { key: args.key, value, path: file.path }
  }
}
