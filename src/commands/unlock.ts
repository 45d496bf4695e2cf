// `gm unlock`: for the person who knows that a run on another computer is dead.
import * as Args from '@oclif/core/args'
import { unlock, type PreparedUnlock, type Unlocked } from '@geuse/core/unlock'
import type { OutputOf } from '@geuse/core/output'
import { runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'

export default class Unlock extends OperationCommand<
  { readonly name: string },
  PreparedUnlock,
  Unlocked,
  OutputOf<'unlock'>
> {
  static override summary = 'Take the lock of a stack away from a run that is dead'
  static override description =
    'A dead run of this computer is noticed without this. Two living runs on one stack would harm it.'
  static override examples = ['<%= config.bin %> unlock my-stack --yes']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { yes: runFlags.yes }

  protected readonly operation = unlock

  protected async asked(): Promise<Asked<{ readonly name: string }>> {
    const { args, flags } = await this.parse(Unlock)
    return { request: args, yes: flags.yes }
  }

  protected override question({ name, holder }: PreparedUnlock): Question | undefined {
    return holder === null ? undefined : { text: `${name} is held by ${holder}. Is that run certainly dead?` }
  }

  protected told(unlocked: Unlocked, { name }: PreparedUnlock): OutputOf<'unlock'> {
    this.print([unlocked.holder === null ? `${name} was not locked.` : `Unlocked; it was held by ${unlocked.holder}.`])
    return unlocked
  }
}
