// An account that stays, and the environment that leads to it.
import { SandboxCommand, machinesFlag, speedFlag } from '../../cli/command.js'
import { speedOf } from '../../cli/speed.js'

export default class Start extends SandboxCommand {
  static override summary = 'Start an account and print the environment that leads to it'
  static override description = `The account stays until it is stopped; what is printed is read by a shell.
The first start installs moto, the emulator below, into the cache folder ($XDG_CACHE_HOME or ~/.cache), with the python3
of this computer (3.10 or newer, with venv). A running account is written down in $GM_SANDBOX_HOME, there too without it.`
  static override examples = [
    'eval "$(<%= config.bin %> <%= command.id %>)"',
    '<%= config.bin %> <%= command.id %> --speed max --json',
    '<%= config.bin %> <%= command.id %> --machines real',
  ]
  static override flags = { ...speedFlag, ...machinesFlag }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Start)
    const [{ start }, { machinesOf }] = await Promise.all([
      import('../../cli/start.js'),
      import('../../cli/machines.js'),
    ])
    const machines = await machinesOf(flags.machines)
    const { endpoint, env } = await start(speedOf(flags.speed), machines, this.typed('stop'))
    for (const [name, value] of Object.entries(env)) this.log(`export ${name}=${value}`)
    return { endpoint, env }
  }
}
