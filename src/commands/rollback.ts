// `gm rollback`: back to what a stack was when all of it answered.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {
  backLines,
  rollback,
  rollbackLines,
  type PreparedRollback,
  type RollbackRequest,
  type RolledBack,
} from '@geuse/core/rollback'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag, runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'

export default class Rollback extends OperationCommand<
  RollbackRequest,
  PreparedRollback,
  RolledBack,
  OutputOf<'rollback'>
> {
  static override summary = 'Bring a stack back to an earlier state in which it was healthy'
  static override description = `After a run that failed or was cut off: back to what it was before. Of a stack that runs: the state before this one, or
the one that --to names; \`gm history\` shows them. What comes back is the instance, the containers and the settings;
what is on EFS stays as it is.`
  static override examples = [
    '<%= config.bin %> rollback my-stack',
    '<%= config.bin %> rollback my-stack --to 34 --yes',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    to: Flags.integer({ description: 'revision to go back to, as gm history shows it', min: 1, helpValue: 'REVISION' }),
    ...profileFlag,
    ...runFlags,
  }

  protected readonly operation = rollback

  protected async asked(): Promise<Asked<RollbackRequest>> {
    const { args, flags } = await this.parse(Rollback)
    const { to, profile, yes, progress } = flags
    return { request: { name: args.name, to, profile }, yes, progress }
  }

  protected override question(prepared: PreparedRollback): Question {
    const { document, plan, warnings } = prepared
    const { stack_name: stack, status } = document
    if (!this.jsonEnabled())
      this.print(rollbackLines({ stack, status, state: stateOf(prepared), plan, warnings }, this.style))
    return { text: `Roll ${stack} back?` }
  }

  protected told({ outcome, document }: RolledBack, prepared: PreparedRollback): OutputOf<'rollback'> {
    this.print(backLines(document.stack_name, outcome, stateOf(prepared)))
    return { outcome, document }
  }
}

function stateOf({ back }: PreparedRollback): { readonly revision: number; readonly at: string } | null {
  return back === undefined ? null : { revision: back.state.revision, at: back.state.at }
}
