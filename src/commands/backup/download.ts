// `gm backup download`: a backup as a file here.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {
  downloadBackup,
  isBackupId,
  type Downloaded,
  type DownloadRequest,
  type PreparedDownload,
} from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { GmError } from '@geuse/plugin-api'
import { passphraseFlag, wantedFile } from '../../backup-file.js'
import { profileFlag, runFlags } from '../../command.js'
import { OperationCommand, type Asked } from '../../operation-command.js'

export default class BackupDownload extends OperationCommand<
  DownloadRequest,
  PreparedDownload,
  Downloaded,
  OutputOf<'backup download'>
> {
  static override summary = 'Bring a backup to this computer, as a file'
  static override description = `The file holds all that a restore needs, into any stack, account and region: what the services keep, encrypted, and the keys, sealed with a passphrase. Keep the two apart.
It comes through Session Manager, as no port of the instance is open for it: AWS's Session Manager plugin has to be on this computer.`
  static override examples = [
    '<%= config.bin %> backup download my-stack',
    '<%= config.bin %> backup download my-stack 20261129T183000Z --file my-stack.backup --passphrase-file passphrase.txt',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    id: Args.string({ description: 'id of the backup; the newest without it' }),
  }
  static override flags = {
    ...profileFlag,
    progress: runFlags.progress,
    file: Flags.string({ description: 'where to put it; here, as NAME-ID.backup, without it', helpValue: 'FILE' }),
    ...passphraseFlag,
  }

  protected readonly operation = downloadBackup

  protected async asked(host: Host): Promise<Asked<DownloadRequest>> {
    const { args, flags } = await this.parse(BackupDownload)
    const { name, id } = args
    if (id !== undefined && !isBackupId(id)) throw noId(name, id)
    await this.warnOfPlugins(host)
    const { profile, progress } = flags
    const file = wantedFile(flags.file, flags['passphrase-file'], () => this.prompts())
    return { request: { name, profile, id, file }, progress }
  }

  protected told(result: Downloaded): OutputOf<'backup download'> {
    const { stack, backup, file } = result
    this.print([
      `The backup ${backup.id} of ${stack} is in ${file}.`,
      `  gm restore ${stack} ${file}   puts it back, here or into another stack`,
    ])
    return result
  }
}

function noId(name: string, id: string): GmError {
  const text = `${JSON.stringify(id)} is no id of a backup, which looks like 20261129T183000Z`
  return new GmError('CONFIG_INVALID', text, { hints: [`gm backup list ${name}`] })
}
