// Empties the account.
import { SandboxCommand } from '../../cli/command.js'

export default class Reset extends SandboxCommand {
  static override summary = 'Empty the account'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<unknown> {
    await this.parse(Reset)
    const answer = await this.ask('POST', 'reset')
    this.log('The account is empty.')
    return answer
  }
}
