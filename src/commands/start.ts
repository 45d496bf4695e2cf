// `gm start`: brings a stack up that was stopped, and tells how it is.
import * as Args from '@oclif/core/args'
import {
  panelLines,
  start,
  summaryOf,
  type Deployed,
  type KnownStackRequest,
  type PreparedChange,
} from '@geuse/core/power'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag, runFlags } from '../command.js'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class Start extends OperationCommand<KnownStackRequest, PreparedChange, Deployed, OutputOf<'start'>> {
  static override summary = 'Bring a stack up again that was stopped, with the same URL and passwords'
  static override examples = ['<%= config.bin %> start my-stack', '<%= config.bin %> start my-stack --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...profileFlag, progress: runFlags.progress }

  protected readonly operation = start

  protected async asked(): Promise<Asked<KnownStackRequest>> {
    const { args, flags } = await this.parse(Start)
    return { request: { name: args.name, profile: flags.profile }, progress: flags.progress }
  }

  protected told(deployed: Deployed, prepared: PreparedChange, { settings }: Host): OutputOf<'start'> {
    const summary = summaryOf(prepared, deployed, settings)
    this.print(panelLines(summary, this.style))
    return { ...summary, outcome: deployed.outcome, document: deployed.document }
  }
}
