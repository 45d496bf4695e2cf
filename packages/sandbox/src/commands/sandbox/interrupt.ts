// A spot instance gets its notice.
import * as Args from '@oclif/core/args'
import { SandboxCommand } from '../../cli/command.js'

export default class Interrupt extends SandboxCommand {
  static override summary = 'Give a spot instance its two minutes of notice'
  static override examples = ['<%= config.bin %> <%= command.id %> i-0123456789abcdef0']
  static override args = { instance: Args.string({ description: 'id of the instance', required: true }) }

  async run(): Promise<unknown> {
    const { args } = await this.parse(Interrupt)
    const answer = await this.ask('POST', 'spot-interruption', JSON.stringify({ instanceId: args.instance }))
    this.log(`${args.instance} has its notice.`)
    return answer
  }
}
