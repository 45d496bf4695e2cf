// `gm plugins install`: a plugin from a registry, a file or a folder; what worked before works after, whatever happens.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../../command.js'
import { install } from '../../plugins/install.js'

export default class PluginsInstall extends GmCommand {
  static override aliases = ['plugins:add']
  static override summary = 'Install a plugin from a registry of packages, a file or a folder'
  static override description = `A plugin runs on this computer with your rights: install what you trust.
Its install scripts are not run, and it is tried in a process of its own before it takes the place of what is there.
Registry and proxy are those of npm.`
  static override examples = [
    '<%= config.bin %> plugins install @geuse/tier-gpu',
    '<%= config.bin %> plugins install gm-plugin-hello@1.2.0',
    '<%= config.bin %> plugins install ./gm-plugin-hello-1.2.0.tgz',
  ]
  static override args = {
    plugin: Args.string({ description: 'package, file, folder or address', required: true }),
  }
  static override flags = {
    'allow-look-alike': Flags.boolean({ description: 'install a package whose name looks like one of ours' }),
  }

  async run(): Promise<OutputOf<'plugins install'>> {
    const { args, flags } = await this.parse(PluginsInstall)
    await this.open()
    const installed = await install(this.config, args.plugin, flags['allow-look-alike'])
    const { name, version, flaw } = installed
    this.print([`${name}@${version} is installed.`])
    if (flaw !== null) this.printError([`▲ ${name}@${version} ${flaw}. To remove it: gm plugins uninstall ${name}`])
    return installed
  }
}
