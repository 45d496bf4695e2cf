// `gm config reset`
import * as Flags from '@oclif/core/flags'
import { hasSettings, resetSettings } from '@geuse/core/options'
import type { OutputOf } from '@geuse/core/output'
import { declined } from '../../command.js'
import { ConfigCommand } from '../../config-command.js'

export default class ConfigReset extends ConfigCommand {
  static override summary = 'Take all of your settings back to their defaults'
  static override examples = ['<%= config.bin %> config reset', '<%= config.bin %> config reset --yes']
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do not ask' }) }

  async run(): Promise<OutputOf<'config reset'>> {
    const { flags } = await this.parse(ConfigReset)
    const host = await this.open()
    const path = host.home.settings
    if (!hasSettings(host)) {
      this.print(['Nothing is set.'])
      return { path, wasSet: false }
    }
    const isAgreed = flags.yes || host.environment.yes || (await this.prompts().confirm('Take all settings back?'))
    if (!isAgreed) throw declined()
    await resetSettings(host)
    this.print(['All settings are the defaults now.'])
    return { path, wasSet: true }
  }
}
