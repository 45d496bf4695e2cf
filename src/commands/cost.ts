// `gm cost`: what a stack costs by the hour, the month and up to now.
import * as Args from '@oclif/core/args'
import { cost, stackCostLines, type KnownStackRequest, type PreparedCost, type StackCost } from '@geuse/core/cost'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag } from '../command.js'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class Cost extends OperationCommand<KnownStackRequest, PreparedCost, StackCost, OutputOf<'cost'>> {
  static override summary = 'What a stack costs: an hour, a month, up to now, and what the spot market saves'
  static override description = `An estimate, by item, with AWS's prices of today (kept for a day; spot prices for five minutes).
What is billed by use is named beside it; the bill itself is AWS's, and comes a day later.`
  static override examples = ['<%= config.bin %> cost my-stack', '<%= config.bin %> cost my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag }

  protected readonly operation = cost

  protected async asked(host: Host): Promise<Asked<KnownStackRequest>> {
    const { args, flags } = await this.parse(Cost)
    await this.warnOfPlugins(host)
    return { request: { name: args.name, profile: flags.profile } }
  }

  protected told(costs: StackCost): OutputOf<'cost'> {
    this.print(stackCostLines(costs, this.style))
    return costs
  }
}
