// `gm backup list`: the backups of a stack.
import * as Args from '@oclif/core/args'
import {
  backupLines,
  listBackups,
  type BackupPlace,
  type KnownStackRequest,
  type ListedBackups,
} from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag } from '../../command.js'
import { OperationCommand, type Asked } from '../../operation-command.js'

export default class BackupList extends OperationCommand<
  KnownStackRequest,
  BackupPlace,
  ListedBackups,
  OutputOf<'backup list'>
> {
  static override summary = 'List the backups of a stack'
  static override examples = ['<%= config.bin %> backup list my-stack', '<%= config.bin %> backup list my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  protected readonly operation = listBackups

  protected async asked(_host: Host): Promise<Asked<KnownStackRequest>> {
    const { args, flags } = await this.parse(BackupList)
    return { request: { name: args.name, profile: flags.profile } }
  }

  protected told(result: ListedBackups): OutputOf<'backup list'> {
    const { stack, backups, work } = result
    const none = [`${stack} has no backup.`, `  gm backup ${stack}   makes one`]
    this.print(backups.length === 0 ? none : backupLines(backups, this.style))
    if (work?.state === 'running') this.print([`Under way: ${work.what} of ${work.id}, ${work.percent ?? 0} %`])
    return result
  }
}
