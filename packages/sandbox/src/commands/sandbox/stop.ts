// Ends the account that runs.
import { SandboxCommand } from '../../cli/command.js'
import { stop } from '../../cli/stop.js'

export default class Stop extends SandboxCommand {
  static override summary = 'End the account that runs'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<unknown> {
    await this.parse(Stop)
    const stopped = await stop()
    this.log(stopped ? 'The account has ended.' : 'No account was running.')
    return { stopped }
  }
}
