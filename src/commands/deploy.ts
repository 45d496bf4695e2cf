// `gm deploy`: prepared without changing anything, shown, agreed to, run, and told how it ended.
import * as Args from '@oclif/core/args'
import {
  deploy,
  panelLines,
  planLines,
  previewOf,
  summaryOf,
  type Deployed,
  type PreparedChange,
  type ReviewableRequest,
} from '@geuse/core/deploy'
import type { Host } from '@geuse/core/host'
import { GmError } from '@geuse/plugin-api'
import type { OutputOf } from '@geuse/core/output'
import { isInteractive, runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'
import { deployFlags, planFlag } from '../deploy-flags.js'

export default class Deploy extends OperationCommand<ReviewableRequest, PreparedChange, Deployed, OutputOf<'deploy'>> {
  static override summary = 'Build a stack in your AWS account, go on with one, or repair one'
  static override description = `Shows what will be made, which ports open and where data will be, then asks.
The same command goes on after an interruption, repairs what is missing, and changes nothing when all is well.
What is on EFS, and the secrets, outlive failed runs and \`gm destroy\`. What services keep on the instance's own disk is
copied to EFS (vectors) or lost with the instance (language models); which is which, is shown before you are asked.`
  static override examples = [
    '<%= config.bin %> deploy my-stack',
    '<%= config.bin %> deploy   # asks for everything, on a terminal',
    '<%= config.bin %> deploy my-stack --services n8n --set n8n.owner-email=you@example.com --region eu-west-1',
    '<%= config.bin %> deploy my-stack --config my-stack.yaml --yes --json',
    '<%= config.bin %> deploy my-stack --plan my-stack.plan.json   # what gm plan has kept, or nothing',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack; on a terminal it is asked without one' }),
  }
  static override flags = { ...deployFlags, ...planFlag, ...runFlags }

  protected readonly operation = deploy

  protected async asked(host: Host): Promise<Asked<ReviewableRequest>> {
    const { args, flags } = await this.parseWithTiers(host, Deploy)
    const { config, plan, yes, progress, json: _json, debug: _debug, ...said } = flags
    const file = await this.configFile(config ?? (plan === undefined ? host.environment.configFile : undefined))
    if (args.name !== undefined) return { request: { name: args.name, flags: said, plan, ...file }, yes, progress }
    if (!isInteractive() || this.jsonEnabled() || plan !== undefined || file.file !== undefined) throw nameless()
    const { askForStack } = await import('../wizard.js')
    const { style } = this
    const request = await askForStack(host, said, {
      prompts: this.prompts(),
      style,
      tell: (lines) => this.print(lines),
    })
    return { request: { ...request, plan }, yes, progress }
  }

  protected override question(prepared: PreparedChange): Question | undefined {
    if (!this.jsonEnabled()) this.print(planLines(previewOf(prepared), this.style))
    const { plan, intent, document } = prepared
    if (intent === 'repair' && plan.steps.every(({ action }) => action === 'keep' || action === 'check'))
      return undefined
    return { text: `Deploy ${document.stack_name} in account ${document.account_id}?` }
  }

  protected told(deployed: Deployed, prepared: PreparedChange, { settings }: Host): OutputOf<'deploy'> {
    const summary = summaryOf(prepared, deployed, settings)
    this.print(panelLines(summary, this.style))
    return { ...summary, outcome: deployed.outcome, document: deployed.document }
  }
}

function nameless(): GmError {
  return new GmError('CONFIG_INVALID', 'Missing 1 required arg: NAME (name of the stack)', {
    hints: ['gm deploy --help', 'gm deploy   # on a terminal: asks for everything'],
  })
}
