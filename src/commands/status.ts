// `gm status`: one tone at a stack; scripts read its exit code.
import * as Args from '@oclif/core/args'
import type { Host } from '@geuse/core/host'
import {
  status,
  statusLines,
  statusView,
  type KnownStackRequest,
  type PreparedStatus,
  type StackStatus,
} from '@geuse/core/status'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag } from '../command.js'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class Status extends OperationCommand<
  KnownStackRequest,
  PreparedStatus,
  StackStatus,
  OutputOf<'status'>
> {
  static override summary = 'How a stack is: its services, its instance, its public URL'
  static override description = 'Exits with 3 when something is not as it should be.'
  static override examples = ['<%= config.bin %> status my-stack', '<%= config.bin %> status my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  protected readonly operation = status

  protected async asked(host: Host): Promise<Asked<KnownStackRequest>> {
    const { args, flags } = await this.parse(Status)
    await this.warnOfPlugins(host)
    return { request: { name: args.name, profile: flags.profile } }
  }

  protected told(seen: StackStatus): OutputOf<'status'> {
    this.print(statusLines(statusView(seen), this.style))
    if (!seen.healthy) process.exitCode = 3
    return seen
  }
}
