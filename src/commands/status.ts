// `gm status`: one tone at a stack; scripts read its exit code.
import * as Args from '@oclif/core/args'
import { status, statusLines, statusView } from '@geuse/core/status'
import { GmCommand, profileFlag } from '../command.js'

export default class Status extends GmCommand {
  static override summary = 'How a stack is: its services, its instance, its public URL'
  static override description = 'Exits with 3 when something is not as it should be.'
  static override examples = ['<%= config.bin %> status my-stack', '<%= config.bin %> status my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Status)
    const host = await this.open()
    await this.warnOfPlugins(host)
    return this.interruptible('looking', async (signal) => {
      const seen = await status(host, args.name, { profile: flags.profile }, signal)
      this.print(statusLines(statusView(seen), this.style))
      if (!seen.healthy) process.exitCode = 3
      return seen
    })
  }
}
