// One command in an account of its own.
import { GmError } from '@geuse/plugin-api'
import { SandboxCommand, machinesFlag, speedFlag } from '../../cli/command.js'
import { speedOf } from '../../cli/speed.js'

export default class Run extends SandboxCommand {
  static override enableJsonFlag = false
  static override summary = 'Run a command with a fresh account of its own, and end as it does'
  static override examples = ['<%= config.bin %> <%= command.id %> -- gm deploy my-stack']
  static override usage = '<%= command.id %> [--speed N] [--machines KIND] -- COMMAND...'
  static override strict = false
  static override flags = { ...speedFlag, ...machinesFlag }

  async run(): Promise<void> {
    const { own, words } = this.passed()
    const { argv, flags } = await this.parse(Run, own)
    const [command, ...args] = words ?? (argv as string[])
    if (command === undefined)
      throw new GmError('CONFIG_INVALID', 'Which command?', { hints: [this.typed('run -- COMMAND')] })
    const [{ run }, { defaultSpeed }, { machinesOf }] = await Promise.all([
      import('../../cli/run.js'),
      import('../../account/account.js'),
      import('../../cli/machines.js'),
    ])
    const machines = (await machinesOf(flags.machines)) ?? 'simulated'
    this.exit(await run({ speed: speedOf(flags.speed) ?? defaultSpeed, machines }, command, args))
  }
}
