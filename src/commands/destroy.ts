// `gm destroy`: says what goes and what stays, asks, removes, and says how to get the stack back.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {
  destroy,
  keptWords,
  needsAgreement,
  storageNames,
  wrap,
  type Destroyed,
  type DestroyRequest,
  type PreparedDestroy,
} from '@geuse/core/destroy'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag, runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'

export default class Destroy extends OperationCommand<DestroyRequest, PreparedDestroy, Destroyed, OutputOf<'destroy'>> {
  static override summary = 'Remove a stack from your AWS account; what is on EFS stays unless you say otherwise'
  static override description = `Removes everything that gm made for the stack but its file system (EFS) and its secrets, then looks for what is left.
What services keep on the instance's own disk is lost with the instance; it is named before you are asked.
\`gm deploy NAME\` brings the stack back with what is on EFS and the same passwords. With --delete-data nothing is left, and nothing can be brought back.`
  static override examples = [
    '<%= config.bin %> destroy my-stack',
    '<%= config.bin %> destroy my-stack --delete-data --yes',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    ...profileFlag,
    ...runFlags,
    force: Flags.boolean({ description: 'the same as --yes' }),
    'stack-id': Flags.string({
      description: 'which of several stacks of that name that only AWS knows',
      helpValue: 'UUID',
    }),
    'delete-data': Flags.boolean({ description: 'remove file system and secrets too' }),
  }

  protected readonly operation = destroy

  protected async asked(host: Host): Promise<Asked<DestroyRequest>> {
    const { args, flags } = await this.parse(Destroy)
    await this.warnOfPlugins(host)
    const { profile, progress } = flags
    const request = { name: args.name, deleteData: flags['delete-data'], profile, stackId: flags['stack-id'] }
    return { request, yes: flags.yes || flags.force, progress }
  }

  protected override question(prepared: PreparedDestroy): Question | undefined {
    const { document, deleteData, unrecorded, warnings } = prepared
    const { stack_name: name } = document
    this.printError(warnings.map((text) => `▲ ${text}`))
    const lines = [...(unrecorded.length > 0 ? [warning(prepared)] : []), ...intent(prepared)]
    this.print(lines.flatMap((text) => wrap(text, this.style.screen ? this.style.width : Infinity)))
    if (!needsAgreement(prepared)) return undefined
    if (deleteData) return { text: 'This deletes the data of the stack for good.', typed: name }
    if (unrecorded.length > 0) return { text: 'Is it gone from every other computer too?', typed: name }
    return { text: `Destroy ${name}?` }
  }

  protected told({ outcome, storage }: Destroyed, prepared: PreparedDestroy): OutputOf<'destroy'> {
    this.print(
      ending(prepared, storage).flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, this.style.width))),
    )
    return { ...outcome, storage }
  }
}

function warning({ document, unrecorded }: PreparedDestroy): string {
  const { stack_name: name, stack_id: id } = document
  return `There is no document of ${name} on this computer. By their tags these are of it (${id}): ${unrecorded.join(', ')}. If another computer deployed it, destroy it from there.`
}

/** What goes and what stays, before anybody is asked. */
function intent({ document, toDestroy, kept, storage, hasInstance, deleteData }: PreparedDestroy): string[] {
  const { stack_name: name, account_id: account, region } = document
  const names = storageNames(storage)
  const some = (list: string): string => (list === '' ? '' : `: ${list}`)
  return [
    `Removes ${toDestroy.length} things of ${name} in ${region}, account ${account}: ${toDestroy.join(', ') || 'nothing'}`,
    ...(hasInstance && (names.lost !== '' || names.copied === '')
      ? [`Loses everything on the instance's disk${some(names.lost)}`]
      : []),
    ...(hasInstance && names.copied !== '' ? [`Loses what was not copied to EFS yet of: ${names.copied}`] : []),
    ...(deleteData ? [`Loses everything on EFS${some(names.kept)}, and the passwords`] : []),
    ...(kept.length > 0 ? [`Keeps what is on EFS and the passwords (${kept.join(', ')})${some(names.kept)}`] : []),
  ]
}

/** Automatic backups are daily and kept for 35 days: https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html */
function ending({ document, kept }: PreparedDestroy, storage: Destroyed['storage']): string[] {
  const name = document.stack_name
  if (kept.length === 0)
    return [
      `${name} is gone, with its data. Recovery points that AWS Backup took of its file system stay in the vault aws/efs/automatic-backup-vault, each for 35 days.`,
    ]
  return [
    `${name} is destroyed. Kept: ${kept.join(', ')}. ${storage === null ? '' : `${keptWords(storage)} `}Parameters cost nothing.`,
    `  gm deploy ${name}                  brings it back with what is on EFS`,
    `  gm destroy ${name} --delete-data   removes the data too`,
  ]
}
