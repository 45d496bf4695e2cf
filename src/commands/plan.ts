// `gm plan`: what a deploy or an update would do; scripts read its exit code.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Host } from '@geuse/core/host'
import { plan, planLines, previewOf, type PlanAsked, type Planned, type PreparedPlan } from '@geuse/core/plan'
import type { OutputOf } from '@geuse/core/output'
import { commandLine } from '../command.js'
import { deployFlags } from '../deploy-flags.js'
import { OperationCommand, type Asked } from '../operation-command.js'

/** There is something to do. */
const changesCode = 10

export default class Plan extends OperationCommand<PlanAsked, PreparedPlan, Planned, OutputOf<'plan'>> {
  static override summary = 'What a deploy or an update would do; nothing is changed'
  static override description = `For a new stack: what is made, which ports open, what it costs, how long it takes, and which actions of IAM it needs.
For one that exists: what was changed by hand, and what these options would change.
Exits with 0 when there is nothing to do and with 10 when there is. A plan that was kept with --out is carried out by
\`gm deploy --plan\` or \`gm update --plan\`, which refuse when anything has moved since.`
  static override examples = [
    '<%= config.bin %> plan my-stack',
    '<%= config.bin %> plan my-stack --services n8n,qdrant',
    '<%= config.bin %> plan my-stack --out my-stack.plan.json && gm deploy my-stack --plan my-stack.plan.json',
  ]
  static override args = { name: Args.string({ description: 'name of the stack; it need not exist', required: true }) }
  static override flags = {
    ...deployFlags,
    out: Flags.string({ char: 'o', description: 'file to keep the plan in', helpValue: 'FILE' }),
  }

  protected readonly operation = plan

  protected async asked(host: Host): Promise<Asked<PlanAsked>> {
    const { args, flags } = await this.parseWithTiers(host, Plan)
    const { config, out, json: _json, debug: _debug, ...said } = flags
    const file = await this.configFile(config ?? host.environment.configFile)
    return { request: { name: args.name, flags: said, out, ...file } }
  }

  protected told(planned: Planned, prepared: PreparedPlan): OutputOf<'plan'> {
    const preview = previewOf(prepared)
    const next = planned.changed ? this.#next(planned, prepared) : null
    this.print(planLines(preview, this.style))
    this.print(next === null ? ['Nothing to do.'] : ['Nothing was done. To do it:', `  ${next}`])
    if (planned.changed) process.exitCode = changesCode
    return { ...planned, ...preview, intent: prepared.intent, next }
  }

  /** The same options, or the file that holds them. */
  #next({ operation }: Planned, { request }: PreparedPlan): string {
    if (request.out !== undefined) return commandLine([operation, request.name, '--plan', request.out])
    return commandLine([operation, ...this.argv.filter((word) => word !== '--json')])
  }
}
