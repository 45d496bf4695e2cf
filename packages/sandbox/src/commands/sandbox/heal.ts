// Takes faults away.
import { SandboxCommand } from '../../cli/command.js'

export default class Heal extends SandboxCommand {
  static override summary = 'Take all faults away'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<unknown> {
    await this.parse(Heal)
    const answer = await this.ask('DELETE', 'faults')
    this.log('No call is struck any more.')
    return answer
  }
}
