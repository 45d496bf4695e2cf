// `gm unlock`: for the person who knows that a run on another computer is dead.
import * as Args from '@oclif/core/args'
import { lockHolder, unlock } from '@geuse/core/unlock'
import { declined, GmCommand, runFlags } from '../command.js'

export default class Unlock extends GmCommand {
  static override summary = 'Take the lock of a stack away from a run that is dead'
  static override description =
    'A dead run of this computer is noticed without this. Two living runs on one stack would harm it.'
  static override examples = ['<%= config.bin %> unlock my-stack --yes']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { yes: runFlags.yes }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Unlock)
    const host = await this.open()
    const holder = await lockHolder(host, args.name)
    const agreed =
      holder === undefined ||
      flags.yes ||
      host.environment.yes ||
      (await this.prompts().confirm(`${args.name} is held by ${holder}. Is that run certainly dead?`))
    if (!agreed) throw declined()
    const unlocked = await unlock(host, args.name)
    this.print([
      unlocked.holder === null ? `${args.name} was not locked.` : `Unlocked; it was held by ${unlocked.holder}.`,
    ])
    return unlocked
  }
}
