// `gm restore`: a backup in the place of what a stack has.
import * as Args from '@oclif/core/args'
import { restore, type PreparedRestore, type Restored, type RestoreRequest } from '@geuse/core/backup'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { backupSource, passphraseFlag } from '../backup-file.js'
import { profileFlag, runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'

export default class Restore extends OperationCommand<RestoreRequest, PreparedRestore, Restored, OutputOf<'restore'>> {
  static override summary = 'Put a backup in the place of what a stack has'
  static override description = `The backup is read as a whole before anything is touched. Then the door closes, what is there is backed up, and the backup takes its place: the same logins, workflows, rows and points.
When the services do not start with it, what was there before comes back by itself. The instance does all of this: it goes on when nobody watches.
A file of gm backup --file or gm backup download is brought to the stack first; it may be of another stack, account or region.`
  static override examples = [
    '<%= config.bin %> restore my-stack 20261129T183000Z',
    '<%= config.bin %> restore my-stack 20261129T183000Z --yes',
    '<%= config.bin %> restore another-stack my-stack.backup --passphrase-file passphrase.txt',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    from: Args.string({ description: 'id of a backup, or a file', required: true }),
  }
  static override flags = { ...profileFlag, ...runFlags, ...passphraseFlag }

  protected readonly operation = restore

  protected async asked(host: Host): Promise<Asked<RestoreRequest>> {
    const { args, flags } = await this.parse(Restore)
    await this.warnOfPlugins(host)
    const { profile, yes, progress } = flags
    const source = backupSource(args.from, flags['passphrase-file'], () => this.prompts())
    return { request: { name: args.name, profile, ...source }, yes, progress }
  }

  protected override question({ place, chosen, foreign }: PreparedRestore): Question {
    const { stack_name: name } = place.document
    const { id, at, stack, services } = chosen.row
    this.print([
      `Puts the backup ${id}${at === null ? '' : ` (${at})`}${foreign ? ` of the stack ${stack}` : ''} into ${name}: ${services.map(({ service }) => service).join(', ')}`,
      'What is there is backed up first. The stack does not answer meanwhile.',
    ])
    return { text: `Replace what ${name} has?` }
  }

  protected told(result: Restored): OutputOf<'restore'> {
    const { stack, backup, adopted } = result
    this.print([
      `${stack} has what the backup ${backup.id} holds.`,
      ...(adopted.length > 0 ? [`  gm credentials ${stack}   shows how to log in now`] : []),
      `  gm backup list ${stack}   shows the backup of what was there before`,
    ])
    return result
  }
}
