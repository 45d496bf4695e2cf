// `gm credentials`: the one command that shows secrets.
import * as Args from '@oclif/core/args'
import { credentials } from '@geuse/core/credentials'
import { tableLines } from '@geuse/core/host'
import { GmCommand, profileFlag } from '../command.js'

export default class Credentials extends GmCommand {
  static override summary = 'Show the user names and passwords of a stack'
  static override description =
    'Read from the parameter store of your account when you ask; kept nowhere on this computer.'
  static override examples = ['<%= config.bin %> credentials my-stack', '<%= config.bin %> credentials my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Credentials)
    const host = await this.open()
    await this.warnOfPlugins(host)
    const shown = await credentials(host, args.name, { profile: flags.profile })
    this.print([
      ...(shown.url === null ? [] : [shown.url, '']),
      ...tableLines(
        ['what', 'user', 'password'].map((title) => ({ title })),
        shown.credentials.map(({ label, username, secret }) => [label, username ?? '-', secret]),
        this.style,
      ),
    ])
    return shown
  }
}
