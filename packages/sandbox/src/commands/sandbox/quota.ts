// What the account is allowed: quotas raised and lowered without anybody's support.
import { GmError } from '@geuse/plugin-api'
import * as Args from '@oclif/core/args'
import { SandboxCommand } from '../../cli/command.js'

export default class Quota extends SandboxCommand {
  static override summary = 'Set a quota of the account, or show those that were set'
  static override description =
    "Launches, addresses and networks are held to it, and Service Quotas tells it; AWS's defaults else."
  static override examples = [
    '<%= config.bin %> <%= command.id %> L-DB2E81BA 4   # vCPUs of G and VT instances on demand',
    '<%= config.bin %> <%= command.id %>',
  ]
  static override args = {
    code: Args.string({ description: 'code of the quota, as Service Quotas has it' }),
    value: Args.integer({ description: 'what is allowed', min: 0 }),
  }

  async run(): Promise<unknown> {
    const { args } = await this.parse(Quota)
    const { quotas: known } = (await this.ask('GET', 'settings')) as { quotas: Record<string, number | undefined> }
    const { code, value } = args
    if (code !== undefined && value === undefined)
      throw new GmError('CONFIG_INVALID', `${code} is set to a number`, { hints: [this.typed(`quota ${code} 4`)] })
    const quotas = code === undefined ? known : { ...known, [code]: value }
    if (code !== undefined) await this.ask('POST', 'settings', JSON.stringify({ quotas }))
    for (const [set, to] of Object.entries(quotas)) this.log(`${set} ${to}`)
    return { quotas }
  }
}
