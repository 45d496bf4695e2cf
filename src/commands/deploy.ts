// `gm deploy`: prepared without changing anything, shown, agreed to, run, and told how it ended.
import { Args } from '@oclif/core'
import {
  deploy,
  type DeployRequest,
  describeServices,
  type Host,
  missingSettings,
  panelLines,
  planLines,
  prepareDeploy,
  type PreparedDeploy,
  previewOf,
  readConfigFile,
  summaryOf,
} from '@geuse/core'
import { declined, GmCommand, runFlags } from '../command.js'
import { deployFlags } from '../deploy-flags.js'

export default class Deploy extends GmCommand {
  static override summary = 'Build a stack in your AWS account, go on with one, or repair one'
  static override description = `Shows what will be made, which ports open and where data will be, then asks.
The same command goes on after an interruption, repairs what is missing, and changes nothing when all is well.
Your data (file system, secrets) survives failed runs and \`gm destroy\`.`
  static override examples = [
    '<%= config.bin %> deploy my-stack',
    '<%= config.bin %> deploy my-stack --services n8n --set n8n.owner-email=you@example.com --region eu-west-1',
    '<%= config.bin %> deploy my-stack --config my-stack.yaml --yes --json',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...deployFlags, ...runFlags }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Deploy)
    const host = await this.open()
    return this.interruptible('the deploy', async (signal) => {
      const {
        config: path,
        yes,
        progress,
        json: _json,
        debug: _debug,
        ...said
      } = flags as typeof flags & { json?: boolean }
      const file = path ?? host.environment.configFile
      const request = {
        name: args.name,
        flags: said,
        ...(file === undefined ? {} : { file: await readConfigFile(file) }),
      }
      const prepared = await this.#prepared(host, request, signal)
      await this.#agree(prepared, yes || host.environment.yes)
      const deployed = await this.shown(progress, host, (listen) => deploy(host, prepared, listen, signal))
      const summary = summaryOf(prepared, deployed, host.settings)
      this.print(panelLines(summary, this.style))
      return { ...summary, outcome: deployed.outcome, document: deployed.document }
    })
  }

  /** A setting that only a person knows is asked for where somebody can answer. */
  async #prepared(host: Host, request: DeployRequest, signal: AbortSignal): Promise<PreparedDeploy> {
    try {
      return await prepareDeploy(host, request, signal)
    } catch (error) {
      const missing = missingSettings(error)
      if (missing.length === 0 || process.stdin.isTTY !== true || process.stdout.isTTY !== true) throw error
      const answers = await this.#ask(host, missing)
      return prepareDeploy(
        host,
        {
          ...request,
          flags: { ...request.flags, set: [...((request.flags['set'] as string[] | undefined) ?? []), ...answers] },
        },
        signal,
      )
    }
  }

  /** @returns `service.key=value` for each */
  async #ask(host: Host, keys: readonly string[]): Promise<string[]> {
    const settings = new Map(
      (await describeServices(host)).flatMap(({ id, settings }) =>
        Object.entries(settings).map(([key, setting]) => [`${id}.${key}`, setting]),
      ),
    )
    const answers: string[] = []
    for (const key of keys) {
      const { about = null, isEmail = false } = settings.get(key) ?? {}
      const question = about === null ? `${key}?` : `${key}: ${about}?`
      const flag = `--set ${key}=…`
      answers.push(
        `${key}=${await (isEmail ? this.prompts().email(question, flag) : this.prompts().input(question, flag, notEmpty))}`,
      )
    }
    return answers
  }

  async #agree(prepared: PreparedDeploy, yes: boolean): Promise<void> {
    const changes = prepared.plan.steps.some(({ action }) => action === 'create')
    if (!this.jsonEnabled()) this.print(planLines(previewOf(prepared), this.style))
    if (yes || (!changes && prepared.standing === 'repair')) return
    const agreed = await this.prompts().confirm(
      `Deploy ${prepared.document.stack_name} in account ${prepared.document.account_id}?`,
    )
    if (!agreed) throw declined()
  }
}

function notEmpty(answer: string): true | string {
  return answer.trim() !== '' || 'this setting has no default: something has to be said'
}
