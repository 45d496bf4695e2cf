// What the account was asked.
import { SandboxCommand } from '../../cli/command.js'
import type { Entry } from '../../journal/journal.js'

export default class Calls extends SandboxCommand {
  static override summary = 'Every call that the account has seen'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<unknown> {
    await this.parse(Calls)
    const { calls } = (await this.ask('GET', 'calls')) as { calls: Entry[] }
    for (const entry of calls) this.log(lineOf(entry))
    return calls
  }
}

function lineOf({ n, service, operation, status, code, ms, inFlightAtStart }: Entry): string {
  const call = `${String(n).padStart(5)}  ${`${service}:${operation}`.padEnd(42)}`
  return `${call} ${String(status ?? '…').padStart(3)} ${String(ms ?? '').padStart(6)} ms  +${inFlightAtStart}  ${code ?? ''}`
}
