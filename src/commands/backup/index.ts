// `gm backup`: a backup of a stack, kept on its file system.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { backUp, byteWords, type BackupRequest, type MadeBackup, type PreparedBackup } from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { passphraseOptions, wantedFile } from '../../backup-file.js'
import { profileFlag, runFlags } from '../../command.js'
import { OperationCommand, type Asked } from '../../operation-command.js'

export default class Backup extends OperationCommand<BackupRequest, PreparedBackup, MadeBackup, OutputOf<'backup'>> {
  static override summary = 'Back up a stack: databases, files, vectors, encrypted, while it goes on'
  static override description = `Every service copies what it keeps, in its own way: PostgreSQL its roles and databases, Qdrant its collections, the others their files. What a service can fetch again, such as models, is not in it.
A backup lies encrypted on the file system of the stack. Its key, and the secrets that data was written with, stay in the parameter store of your account, also when the stack is destroyed.
The newest ones stay, as many as --keep says; --keep-days removes older ones too, but never the newest.
With --file it is brought to this computer too, with its keys, sealed with a passphrase: that restores it into any stack, account and region.`
  static override examples = [
    '<%= config.bin %> backup my-stack',
    '<%= config.bin %> backup my-stack --keep 14 --keep-days 30',
    '<%= config.bin %> backup my-stack --file my-stack.backup --passphrase-file passphrase.txt',
    '<%= config.bin %> backup list my-stack',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    ...profileFlag,
    progress: runFlags.progress,
    keep: Flags.integer({ description: 'how many of the newest ones stay', default: 7, min: 1, max: 24 }),
    'keep-days': Flags.integer({ description: 'remove what is older, in days', min: 1, max: 9999 }),
    file: Flags.string({ description: 'bring it here as a file too', helpValue: 'FILE' }),
    'passphrase-file': Flags.string({ ...passphraseOptions, dependsOn: ['file'] }),
  }

  protected readonly operation = backUp

  protected async asked(host: Host): Promise<Asked<BackupRequest>> {
    const { args, flags } = await this.parse(Backup)
    await this.warnOfPlugins(host)
    const { profile, keep, progress } = flags
    const file =
      flags.file === undefined ? undefined : wantedFile(flags.file, flags['passphrase-file'], () => this.prompts())
    return { request: { name: args.name, profile, keep, keepDays: flags['keep-days'], file }, progress }
  }

  protected told(result: MadeBackup): OutputOf<'backup'> {
    const { stack, backup, file } = result
    const { id, bytes } = backup
    this.print([
      `${stack} is backed up as ${id}${bytes === null ? '' : `, ${byteWords(bytes)}`}.`,
      `  gm backup verify ${stack} ${id}   reads it as a restore would`,
      `  gm restore ${stack} ${id}         puts it back`,
      ...(file === null ? [] : [`${file} holds it too; its passphrase and gm restore put it into any stack.`]),
    ])
    return result
  }
}
