// What gm says of itself: the commands in the order in which they are needed, the variables, the exit codes; and where
// somebody at a terminal typed nothing more than `gm`, the menu.
import type { Command, Interfaces } from '@oclif/core'
import { Help } from '@oclif/core/help'
import { join } from 'node:path'
import { format } from 'node:util'
import { keepHelp } from './kept-help.js'

const groups: Readonly<Record<string, readonly string[]>> = {
  'YOUR STACKS': [
    'deploy',
    'plan',
    'update',
    'rollback',
    'history',
    'status',
    'open',
    'monitor',
    'logs',
    'exec',
    'forward',
    'credentials',
    'backup',
    'restore',
    'cost',
    'list',
    'stop',
    'start',
    'destroy',
    'unlock',
  ],
  'BEFORE A DEPLOY': ['doctor', 'iam', 'services', 'tiers', 'render'],
  'GM ITSELF': ['config', 'plugins', 'new', 'autocomplete', 'version', 'help'],
}

const variables: [string, string][] = [
  ['GEUSEMAKER_<OPTION>', 'an option of deploy, e.g. GEUSEMAKER_INSTANCE_TYPE for --instance-type'],
  ['GEUSEMAKER_CONFIG', 'the file of --config'],
  ['GEUSEMAKER_YES', 'true: do not ask'],
  ['GEUSEMAKER_PROGRESS', 'auto (the default), tree, lines, jsonl or silent'],
  ['GEUSEMAKER_DEBUG', 'true: show where a failure comes from'],
  ['GEUSEMAKER_HOME', 'folder of what gm knows; ~/.geusemaker without it'],
  ['AWS_PROFILE, AWS_REGION', 'and the other variables of AWS tools: which account, and where'],
  ['HTTPS_PROXY, NO_PROXY', 'the way to AWS; NO_COLOR: no colours'],
]

const exitCodes: [string, string][] = [
  ['0', 'done'],
  ['1', 'a bug of gm'],
  ['2', 'something to put right in what was asked, or a question that was answered with no'],
  ['3', 'AWS refused or failed, a stack is not well, or gm doctor found something'],
  ['4', 'a plugin failed'],
  ['10', 'gm plan: there is something to do'],
  ['130', 'interrupted; the same command goes on'],
]

/** oclif's help with the commands in order of use, variables and exit codes. */
export class GmHelp extends Help {
  readonly #shown: string[] = []

  constructor(config: Interfaces.Config, opts: Partial<Interfaces.HelpOptions> = {}) {
    super(config, opts)
    // What stands below a flag is wrapped by oclif as if it began two columns further left.
    this.opts.maxWidth -= 2
  }

  override async showHelp(args: string[]): Promise<void> {
    // Only asked for where it counts: to open stdin takes Node a while.
    const isForMenu = args.length === 0 && process.stdout.isTTY === true && process.stdin.isTTY === true
    if (isForMenu) return this.config.runCommand<void>('menu')
    await super.showHelp(args)
    if (this.opts.sendToStderr === true) return
    // eslint-disable-next-line no-restricted-properties -- of the fast path's, which has no config
    const { argv, env, stdout } = process
    const { root, version } = this.config
    const built = join(root, 'dist', 'bundle', 'plugins.json')
    keepHelp({ args: argv.slice(2), env, version, built, terminal: stdout }, this.#shown.join(''))
  }

  /** Lines that begin at the edge are prose; oclif leaves some of them as long as they are. */
  protected override log(...words: string[]): void {
    const lines = format(...words).split('\n')
    const text = lines.map((line) => (/^\S/.test(line) ? this.wrap(line, 0) : this.#example(line))).join('\n')
    this.#shown.push(`${text}\n`)
    super.log(text)
  }

  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    if (isComplete(command, this.config)) return super.showCommandHelp(command)
    const { withTierFlags } = await import('./tier-help.js')
    return super.showCommandHelp(await withTierFlags(command, this.config))
  }

  protected override async showRootHelp(): Promise<void> {
    const { bin, pjson, version } = this.config
    this.log(pjson.description ?? '')
    this.log(`\n${this.section('VERSION', `${bin} ${version}`)}`)
    this.log(`\n${this.section('USAGE', `$ ${bin} [COMMAND]`)}`)
    const shown = this.sortedCommands.map(({ id }) => id).filter((id) => this.opts.all === true || !id.includes(':'))
    const placed = Object.values(groups).flat()
    const others = shown.filter((id) => !placed.includes(id))
    for (const [title, ids] of Object.entries({ ...groups, 'FROM PLUGINS': others }))
      this.#table(title, this.#summaries(ids.filter((id) => shown.includes(id))))
    this.#table('ENVIRONMENT', variables)
    this.#table('EXIT CODES', exitCodes)
    this.log(`\n${this.config.bin} COMMAND --help says more of each.`)
  }

  /** A command stays whole, to be copied; what it does stands below it where there is no room beside it. */
  #example(line: string): string {
    const { command, about } = /^(?<command> *\$ .*?) {2,}(?<about># .*)$/.exec(line)?.groups ?? {}
    if (command === undefined || about === undefined || line.length <= this.opts.maxWidth) return line
    return `${command}\n${this.indent(this.wrap(about, 4), 4)}`
  }

  #summaries(ids: readonly string[]): [string, string | undefined][] {
    return ids.flatMap((id) => {
      const command = this.config.findCommand(id)
      return command === undefined ? [] : [[id.replaceAll(':', ' '), this.summary(command)]]
    })
  }

  #table(title: string, rows: [string, string | undefined][]): void {
    if (rows.length === 0) return
    const body = this.renderList(rows, { indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false })
    this.log(`\n${this.section(title, body)}`)
  }
}

/** Whether the manifest says all of a command: options of tiers are in it where no others are installed. */
function isComplete({ flags }: Command.Loadable, { plugins }: Interfaces.Config): boolean {
  if (flags['tier'] === undefined) return true
  const fromManifest = Object.values(flags).some(({ helpGroup }) => helpGroup?.startsWith('TIER ') === true)
  return fromManifest && [...plugins.values()].every(({ type }) => type === 'core')
}
