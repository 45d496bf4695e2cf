// `gm plugins`: what is installed beside what came with gm.
import * as Flags from '@oclif/core/flags'
import { tableLines } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../../command.js'

export default class Plugins extends GmCommand {
  static override summary = 'The plugins that are installed'
  static override examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --core']
  static override flags = { core: Flags.boolean({ description: 'those that came with gm too' }) }

  async run(): Promise<OutputOf<'plugins'>> {
    const { flags } = await this.parse(Plugins)
    await this.open()
    const shown = [...this.config.plugins.values()]
      .filter(({ type, isRoot }) => !isRoot && (flags.core || type !== 'core'))
      .map(({ name, version, type, root }) => ({ name, version, type, root }))
    if (shown.length === 0) this.print(['No plugins are installed. Install one:  gm plugins install @geuse/tier-gpu'])
    else
      this.print(
        tableLines(
          ['plugin', 'version', 'how', 'where'].map((title) => ({ title })),
          shown.map(({ name, version, type, root }) => [name, version, type, root]),
          this.style,
        ),
      )
    return shown
  }
}
