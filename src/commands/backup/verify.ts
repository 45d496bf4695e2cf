// `gm backup verify`: whether a backup can be restored.
import * as Args from '@oclif/core/args'
import { verifyBackup, type PreparedVerify, type Verified, type VerifyRequest } from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { backupSource, passphraseFlag } from '../../backup-file.js'
import { profileFlag, runFlags } from '../../command.js'
import { OperationCommand, type Asked } from '../../operation-command.js'

export default class BackupVerify extends OperationCommand<
  VerifyRequest,
  PreparedVerify,
  Verified,
  OutputOf<'backup verify'>
> {
  static override summary = 'Read a backup as a restore would, changing nothing'
  static override description = `Checks that the backup is what was written, by every checksum, opens it, and has its services read it: PostgreSQL restores every dump into a database that is thrown away. What is in a file is brought to the stack for it, and is gone afterwards.`
  static override examples = [
    '<%= config.bin %> backup verify my-stack',
    '<%= config.bin %> backup verify my-stack 20261129T183000Z',
    '<%= config.bin %> backup verify my-stack my-stack.backup --passphrase-file passphrase.txt',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    backup: Args.string({ description: 'id of the backup, or a file; the newest without it' }),
  }
  static override flags = { ...profileFlag, progress: runFlags.progress, ...passphraseFlag }

  protected readonly operation = verifyBackup

  protected async asked(host: Host): Promise<Asked<VerifyRequest>> {
    const { args, flags } = await this.parse(BackupVerify)
    await this.warnOfPlugins(host)
    const { name, backup } = args
    const source = backupSource(backup, flags['passphrase-file'], () => this.prompts())
    return { request: { name, profile: flags.profile, ...source }, progress: flags.progress }
  }

  protected told(result: Verified): OutputOf<'backup verify'> {
    this.print([`The backup ${result.backup.id} of ${result.stack} is whole and can be restored.`])
    return result
  }
}
