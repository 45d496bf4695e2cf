// `gm update`: a stack that stands made into what is wanted now; what fails goes back by itself.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Host } from '@geuse/core/host'
import {
  panelLines,
  planLines,
  previewOf,
  summaryOf,
  update,
  type PreparedUpdate,
  type Updated,
  type UpdateRequest,
} from '@geuse/core/update'
import type { OutputOf } from '@geuse/core/output'
import { runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'
import { changeFlags, planFlag } from '../deploy-flags.js'

export default class Update extends OperationCommand<UpdateRequest, PreparedUpdate, Updated, OutputOf<'update'>> {
  static override summary = 'Change a stack that stands: services, images, settings, its instance'
  static override description = `Shows what changes and how, then asks. What is not said stays as it is, and an option of the tier goes back
to its default with nothing after it (--domain ''); without options, what this version of gm makes otherwise is applied.
Data on EFS and passwords stay, also of services that are taken out.
When it is not healthy in time, it goes back by itself to what it was.
Another image may change data when it starts: a backup is made first, and put back with the older image where the newer one has opened the data.`
  static override examples = [
    '<%= config.bin %> update my-stack --image n8n=n8nio/n8n:2.47.0 --image n8n.runners=n8nio/runners:2.47.0',
    '<%= config.bin %> update my-stack --services n8n,qdrant,ollama',
    '<%= config.bin %> update my-stack --set n8n.timezone=Europe/Berlin --yes',
    '<%= config.bin %> update my-stack --instance-type m6i.xlarge --on-demand',
    "<%= config.bin %> update my-stack --domain '' --hosted-zone ''",
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    ...changeFlags,
    image: Flags.string({
      description: 'image of a service, or of a sidecar of it, e.g. n8n=n8nio/n8n:2.47.0 or n8n.runners=…',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'SERVICE=IMAGE',
    }),
    backup: Flags.boolean({
      description: 'back up before another image may change data; done unless --no-backup',
      default: true,
      allowNo: true,
    }),
    ...planFlag,
    ...runFlags,
  }

  protected readonly operation = update

  protected async asked(host: Host): Promise<Asked<UpdateRequest>> {
    const { args, flags } = await this.parseWithTiers(host, Update)
    const { config, image: images, backup, plan, yes, progress, json: _json, debug: _debug, ...said } = flags
    const file = await this.configFile(config ?? (plan === undefined ? host.environment.configFile : undefined))
    return { request: { name: args.name, flags: said, images, backup, plan, ...file }, yes, progress }
  }

  protected override question(prepared: PreparedUpdate): Question | undefined {
    const preview = { ...previewOf(prepared), backup: prepared.atStake }
    const warnings = [...(preview.warnings ?? []), ...prepared.warnings]
    if (!this.jsonEnabled()) this.print(planLines({ ...preview, warnings }, this.style))
    if (prepared.document.status === 'running' && isAtRest(prepared)) return undefined
    return { text: `Update ${prepared.document.stack_name}?` }
  }

  protected told(updated: Updated, prepared: PreparedUpdate, { settings }: Host): OutputOf<'update'> {
    const summary = summaryOf(prepared, updated, settings)
    this.print(panelLines(summary, this.style))
    return { ...summary, outcome: updated.outcome, document: updated.document, backup: updated.backup }
  }
}

function isAtRest({ plan }: PreparedUpdate): boolean {
  return plan.steps.every(({ action }) => action === 'keep' || action === 'check')
}
