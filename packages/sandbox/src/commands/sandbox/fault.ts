// Makes calls fail.
import * as Args from '@oclif/core/args'
import { SandboxCommand } from '../../cli/command.js'

export default class Fault extends SandboxCommand {
  static override summary = 'Strike calls that match a rule, or show the rules in force'
  static override description = `Effects: throttle, error (with code, status and message; a 500 if nothing is said), latency (with ms),
reset-before, reset-after, hang-before, hang-after. "nth" strikes the nth call that matches, and no other.`
  static override examples = [
    `<%= config.bin %> <%= command.id %> '{"operation": "CreateVpc", "effect": "reset-after", "nth": 1}'`,
    '<%= config.bin %> <%= command.id %>',
  ]
  static override args = { rule: Args.string({ description: 'a rule, or a list of them, as JSON' }) }

  async run(): Promise<unknown> {
    const { args } = await this.parse(Fault)
    if (args.rule !== undefined) await this.ask('POST', 'faults', args.rule)
    const answer = (await this.ask('GET', 'faults')) as { faults: unknown[] }
    if (answer.faults.length === 0) this.log('No call is struck.')
    for (const fault of answer.faults) this.log(JSON.stringify(fault))
    return answer
  }
}
