// `gm history`: what a stack was, and what it was rolled back from; AWS is not asked.
import * as Args from '@oclif/core/args'
import { history, historyLines, type History, type KnownStackRequest } from '@geuse/core/history'
import type { OutputOf } from '@geuse/core/output'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class HistoryCommand extends OperationCommand<KnownStackRequest, History, History, OutputOf<'history'>> {
  static override summary = 'The states that a stack can be brought back to, and what was rolled back'
  static override examples = ['<%= config.bin %> history my-stack', '<%= config.bin %> history my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }

  protected readonly operation = history

  protected async asked(): Promise<Asked<KnownStackRequest>> {
    const { args } = await this.parse(HistoryCommand)
    return { request: { name: args.name } }
  }

  protected told(known: History): OutputOf<'history'> {
    this.print(historyLines(known, this.style))
    return known
  }
}
