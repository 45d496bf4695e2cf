// `gm credentials`: the one command that shows secrets.
import * as Args from '@oclif/core/args'
import {
  credentials,
  type KnownStackRequest,
  type PreparedCredentials,
  type ShownCredentials,
} from '@geuse/core/credentials'
import { tableLines, type Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag } from '../command.js'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class Credentials extends OperationCommand<
  KnownStackRequest,
  PreparedCredentials,
  ShownCredentials,
  OutputOf<'credentials'>
> {
  static override summary = 'Show the user names and passwords of a stack'
  static override description =
    'Read from the parameter store of your account when you ask; kept nowhere on this computer.'
  static override examples = ['<%= config.bin %> credentials my-stack', '<%= config.bin %> credentials my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  protected readonly operation = credentials

  protected async asked(host: Host): Promise<Asked<KnownStackRequest>> {
    const { args, flags } = await this.parse(Credentials)
    await this.warnOfPlugins(host)
    return { request: { name: args.name, profile: flags.profile } }
  }

  protected told(shown: ShownCredentials): OutputOf<'credentials'> {
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
