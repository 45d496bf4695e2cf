// `gm monitor`: a stack watched for as long as somebody wants, shown, told to a command of theirs, and mended.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Host, Style } from '@geuse/core/host'
import {
  lookLines,
  monitor,
  MonitorScreen,
  noteLine,
  pictureLines,
  runOnChange,
  type MonitorEntry,
} from '@geuse/core/monitor'
import { GmCommand, profileFlag } from '../command.js'
import { untilSignal } from '../until-signal.js'

/** Shows what comes of watching. */
interface Shown {
  entry(entry: MonitorEntry): void
  /** Makes room for the run that mends the stack. */
  leave(): void
  /** Lets go of the terminal. */
  close(): void
}

export default class Monitor extends GmCommand {
  static override summary = 'Watch a stack, and mend it where you say so'
  static override description = `A table on a terminal, a line a look elsewhere, an object a line with --json.
With --heal it does what \`gm deploy\` does when two independent signals agree at two looks in a row: EC2's word on the
instance, its notice to a spot instance, the silence of its agent, its own probes. On one alone it never acts.
The command of --on-change finds in GM_STACK, GM_VERDICT, GM_VERDICT_BEFORE, GM_CHANGES, GM_URL, GM_AT and GM_LOOK what was
seen. With --once, exits with 3 when something is not as it should be.`
  static override examples = [
    '<%= config.bin %> monitor my-stack',
    '<%= config.bin %> monitor my-stack --heal --interval 60',
    '<%= config.bin %> monitor my-stack --on-change \'notify-send "$GM_STACK" "$GM_CHANGES"\'',
    '<%= config.bin %> monitor my-stack --once --json | jq .verdict',
  ]
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    once: Flags.boolean({ description: 'look once' }),
    interval: Flags.integer({
      description: 'seconds between two looks; your health_check_interval_seconds (30) without it',
      helpValue: '10-300',
      min: 10,
      max: 300,
      exclusive: ['once'],
    }),
    'on-change': Flags.string({
      description: 'command to run when something changed; its output goes to stderr',
      helpValue: 'COMMAND',
      exclusive: ['once'],
    }),
    heal: Flags.boolean({ description: 'mend the stack on two signals, without asking', exclusive: ['once'] }),
    ...profileFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Monitor)
    const host = await this.open()
    const { once, interval, heal, profile } = flags
    const request = { name: args.name, once, interval, heal, profile }
    const shown = this.#shownBy(once, interval ?? host.settings.health_check_interval_seconds, host)
    const show: Parameters<typeof monitor>[2] = (work) => {
      shown.leave()
      return this.shown(undefined, host, work)
    }
    try {
      process.exitCode = await untilSignal((signal) =>
        this.#watch(monitor(host, request, show, signal), shown, flags['on-change']),
      )
    } finally {
      shown.close()
    }
  }

  /** @returns the exit code of whoever looks once */
  async #watch(entries: ReturnType<typeof monitor>, shown: Shown, command: string | undefined): Promise<number> {
    let code = 0
    for await (const entry of await entries) {
      shown.entry(entry)
      if (entry.type !== 'look') continue
      code = entry.verdict === 'healthy' ? 0 : 3
      await this.#tell(command, entry)
    }
    return code
  }

  /** Each of several is one line. */
  protected override writeJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json)}\n`)
  }

  async #tell(command: string | undefined, look: MonitorEntry & { readonly type: 'look' }): Promise<void> {
    if (command === undefined || look.changes.length === 0) return
    const failure = await runOnChange(command, look)
    if (failure !== undefined) this.printError([`▲ ${failure}`])
  }

  #shownBy(once: boolean, intervalSeconds: number, { environment }: Host): Shown {
    const { style } = this
    const onLog = { leave: () => undefined, close: () => undefined }
    if (this.jsonEnabled()) return { ...onLog, entry: (entry) => this.logJson(entry) }
    if (!style.screen || environment.ci || environment.term === 'dumb')
      return { ...onLog, entry: (entry) => this.print(linesOf(entry, style)) }
    if (once) return { ...onLog, entry: (entry) => this.print(entry.type === 'look' ? pictureLines(entry, style) : []) }
    const screen = new MonitorScreen(process.stdout, style, intervalSeconds)
    return {
      entry: (entry) => (entry.type === 'look' ? screen.look(entry) : screen.note(entry)),
      leave: () => screen.leave(),
      close: () => screen.close(),
    }
  }
}

function linesOf(entry: MonitorEntry, style: Style): string[] {
  return entry.type === 'look' ? lookLines(entry, style) : [noteLine(entry, style)]
}
