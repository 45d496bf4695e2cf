// What the account emulates.
import { SandboxCommand } from '../../cli/command.js'

export default class Spec extends SandboxCommand {
  static override enableJsonFlag = false
  static override summary = 'Print what it emulates, as in SPEC.md; any other call fails with NotEmulated'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<void> {
    await this.parse(Spec)
    const [{ specText }, { operations }] = await Promise.all([
      import('../../operations/spec.js'),
      import('../../operations/table.js'),
    ])
    this.log(specText(operations).trimEnd())
  }
}
