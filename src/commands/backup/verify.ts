// `gm backup verify`: whether a backup can be restored.
import * as Args from '@oclif/core/args'
import { verifyBackup, type BackedUp, type PreparedVerify, type VerifyRequest } from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag, runFlags } from '../../command.js'
import { OperationCommand, type Asked } from '../../operation-command.js'

export default class BackupVerify extends OperationCommand<
  VerifyRequest,
  PreparedVerify,
  BackedUp,
  OutputOf<'backup verify'>
> {
  static override summary = 'Read a backup as a restore would, changing nothing'
  static override description = `Checks that the backup is what was written, by every checksum, opens it, and has its services read it: PostgreSQL restores every dump into a database that is thrown away.`
  static override examples = [
    '<%= config.bin %> backup verify my-stack',
    '<%= config.bin %> backup verify my-stack 20261129T183000Z',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    id: Args.string({ description: 'id of the backup; the newest without it' }),
  }
  static override flags = { ...profileFlag, progress: runFlags.progress }

  protected readonly operation = verifyBackup

  protected async asked(host: Host): Promise<Asked<VerifyRequest>> {
    const { args, flags } = await this.parse(BackupVerify)
    await this.warnOfPlugins(host)
    return { request: { name: args.name, profile: flags.profile, id: args.id }, progress: flags.progress }
  }

  protected told(result: BackedUp): OutputOf<'backup verify'> {
    this.print([`The backup ${result.backup.id} of ${result.stack} is whole and can be restored.`])
    return result
  }
}
