// `gm logs`: what services and boots wrote, on stdout as it comes; what is said about the reading goes to stderr.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { logNote, logPainter, logs } from '@geuse/core/logs'
import { GmCommand, profileFlag } from '../command.js'

export default class Logs extends GmCommand {
  static override summary = 'What the services of a stack write, and how its instance booted'
  static override description = `Read through Systems Manager, in chunks that lose and repeat nothing, also over a reboot.
Without --since and --tail: the last 100 lines of each container, and the boot log before them.
Where the instance's agent never registered, its console is shown. With --json, each line is an object.`
  static override examples = [
    '<%= config.bin %> logs my-stack',
    '<%= config.bin %> logs my-stack --service n8n --follow',
    '<%= config.bin %> logs my-stack --since 1h30m --json | jq -r .text',
    '<%= config.bin %> logs my-stack --service boot --tail all   # why it did not come up',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    service: Flags.string({
      char: 's',
      description: 'of this service with its sidecars, of the boot, of the edge, or of all',
      helpValue: 'ID',
      default: 'all',
    }),
    follow: Flags.boolean({ char: 'f', description: 'go on until Ctrl-C' }),
    since: Flags.string({
      description: 'from then on: how long ago (30s, 10m, 2h, 3d) or an ISO 8601 time',
      helpValue: 'WHEN',
    }),
    tail: Flags.string({
      char: 'n',
      description: 'begin with the last lines of each container, or all',
      helpValue: 'N',
    }),
    ...profileFlag,
  }

  /** A failure too is one line. */
  protected override writeJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json)}\n`)
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Logs)
    const host = await this.open()
    const { service, follow, since, tail, profile } = flags
    await this.streaming(async (signal, write) => {
      const open = await logs(host, { name: args.name, service, follow, since, tail, profile }, signal)
      const painted = logPainter(open.sources, this.style)
      const drawn = this.jsonEnabled() ? JSON.stringify : painted
      for await (const piece of open.pieces)
        if ('note' in piece) this.printError([logNote(piece.note, this.style)])
        else await write(piece.entries.map((entry) => drawn(entry)))
    })
  }
}
