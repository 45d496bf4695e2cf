// `gm deploy`: prepared without changing anything, shown, agreed to, run, and told how it ended.
import * as Args from '@oclif/core/args'
import {
  type Ask,
  deploy,
  panelLines,
  planLines,
  prepareDeploy,
  type PreparedDeploy,
  previewOf,
  summaryOf,
} from '@geuse/core/deploy'
import { declined, GmCommand, runFlags } from '../command.js'
import { deployFlags } from '../deploy-flags.js'

export default class Deploy extends GmCommand {
  static override summary = 'Build a stack in your AWS account, go on with one, or repair one'
  static override description = `Shows what will be made, which ports open and where data will be, then asks.
The same command goes on after an interruption, repairs what is missing, and changes nothing when all is well.
What is on EFS, and the secrets, outlive failed runs and \`gm destroy\`. What services keep on the instance's own disk is
copied to EFS (vectors) or lost with the instance (language models); which is which, is shown before you are asked.`
  static override examples = [
    '<%= config.bin %> deploy my-stack',
    '<%= config.bin %> deploy my-stack --services n8n --set n8n.owner-email=you@example.com --region eu-west-1',
    '<%= config.bin %> deploy my-stack --config my-stack.yaml --yes --json',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = { ...deployFlags, ...runFlags }

  async run(): Promise<unknown> {
    const host = await this.open()
    const { args, flags } = await this.parseWithTiers(host, Deploy)
    return this.interruptible('the deploy', async (signal) => {
      const { config: path, yes, progress, json: _json, debug: _debug, ...said } = flags
      const file = path ?? host.environment.configFile
      const request = {
        name: args.name,
        flags: said,
        ...(await this.configFile(file)),
      }
      const prepared = await prepareDeploy(host, request, signal, this.#ask())
      await this.#agree(prepared, yes || host.environment.yes)
      const deployed = await this.shown(progress, host, (listen) => deploy(host, prepared, listen, signal))
      const summary = summaryOf(prepared, deployed, host.settings)
      this.print(panelLines(summary, this.style))
      return { ...summary, outcome: deployed.outcome, document: deployed.document }
    })
  }

  /** Only where somebody can answer. */
  #ask(): Ask | undefined {
    const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true
    return interactive ? (needs) => this.#answers(needs) : undefined
  }

  /** @returns `service.key=value` for each setting that only a person knows */
  async #answers(needs: Parameters<Ask>[0]): Promise<string[]> {
    const answers: string[] = []
    for (const { service, key, about, isEmail } of needs) {
      const name = `${service}.${key}`
      const question = about === null ? `${name}?` : `${name}: ${about}?`
      const flag = `--set ${name}=…`
      const prompts = this.prompts()
      answers.push(
        `${name}=${await (isEmail ? prompts.email(question, flag) : prompts.input(question, flag, notEmpty))}`,
      )
    }
    return answers
  }

  async #agree(prepared: PreparedDeploy, yes: boolean): Promise<void> {
    const changes = prepared.plan.steps.some(({ action }) => action === 'create')
    if (!this.jsonEnabled()) this.print(planLines(previewOf(prepared), this.style))
    if (yes || (!changes && prepared.intent === 'repair')) return
    const agreed = await this.prompts().confirm(
      `Deploy ${prepared.document.stack_name} in account ${prepared.document.account_id}?`,
    )
    if (!agreed) throw declined()
  }
}

function notEmpty(answer: string): true | string {
  return answer.trim() !== '' || 'this setting has no default: something has to be said'
}
