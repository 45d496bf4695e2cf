// Where the account is, and what it has seen.
import { SandboxCommand } from '../../cli/command.js'

export default class Status extends SandboxCommand {
  static override summary = 'Where the account runs, how fast, and what it has seen'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<unknown> {
    await this.parse(Status)
    const { env: _env, ...particulars } = await this.account()
    const status = { ...particulars, ...(await this.ask('GET', 'status')) }
    for (const [name, value] of Object.entries(status)) this.log(`${name.padEnd(14)}${String(value)}`)
    return status
  }
}
