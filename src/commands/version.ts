// `gm version`: here for its help and for completion; `bin/fast-paths.js` answers before oclif is loaded.
import { GmCommand } from '../command.js'
import type { OutputOf } from '@geuse/core/output'

export default class Version extends GmCommand {
  static override summary = 'The version of gm, the same as gm --version'
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --json']

  async run(): Promise<OutputOf<'version'>> {
    await this.parse(Version)
    const { version: gm, platform, arch } = this.config
    const told = { gm, node: process.versions.node, platform: `${platform}-${arch}` }
    this.print([`gm ${told.gm} (Node.js ${told.node}, ${told.platform})`])
    return told
  }
}
