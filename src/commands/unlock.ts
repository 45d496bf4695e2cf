// `gm unlock`: for the person who knows that a run on another computer is dead.
import { Args } from '@oclif/core'
import { unlock } from '@geuse/core'
import { GmCommand, runFlags } from '../command.js'

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
    const agreed =
      flags.yes ||
      host.environment.yes ||
      (await this.prompts().confirm(`Is the run that holds ${args.name} certainly dead?`))
    if (!agreed) this.error('Nothing was done.', { exit: 2 })
    const unlocked = await unlock(host, args.name)
    this.print([
      unlocked.holder === null ? `${args.name} was not locked.` : `Unlocked; it was held by ${unlocked.holder}.`,
    ])
    return unlocked
  }
}
