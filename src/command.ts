// What every command of the host shares: the world made once, the first Ctrl-C as a signal, a failure as words on
// stderr, JSON on stdout when asked, and the exit codes of the whole tool.
import type { Interfaces } from '@oclif/core'
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import {
  chooseStyle,
  createContainer,
  ensureHome,
  homeAt,
  interrupted,
  hostOf,
  makeProgress,
  makePrompts,
  type Environment,
  type Host,
  type Progress,
  type ProgressChoice,
  type Prompts,
  readEnvironment,
  readSettings,
  type Settings,
  type Style,
} from '@geuse/core/host'
import type { ConfigFile } from '@geuse/core/config-file'
import { GmError } from '@geuse/plugin-api'
import { guarded } from './plugins/guarded.js'
import { divertStdout, stream } from './stdout.js'

/** Flags of commands that ask AWS about a stack that is there. */
export const profileFlag = {
  profile: Flags.string({ description: 'AWS profile to use instead of the usual chain', helpValue: 'NAME' }),
}

/** Flags of commands that run something and show how it goes. */
export const runFlags = {
  yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  progress: Flags.option({
    options: ['auto', 'tree', 'lines', 'jsonl', 'silent'] as const,
    description: 'how progress is shown, on stderr; auto without it: tree on a terminal, else lines',
  })(),
}

/** @returns the outcome of a question that was answered with no */
export function declined(): GmError {
  return new GmError('DECLINED', 'Nothing was done.')
}

/** Base of all commands of gm: host, flags, Ctrl-C, output and exit codes. */
export abstract class GmCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    debug: Flags.boolean({ description: 'show where a failure comes from', helpGroup: 'GLOBAL' }),
  }

  #release: () => Promise<void> = async () => undefined
  #style: Style = chooseStyle({ isTTY: false, noColor: true, ci: true, showEmojis: false })
  #debug = false
  #progress: Progress | undefined
  #undivert: () => void = () => undefined

  protected override async init(): Promise<unknown> {
    if (this.jsonEnabled()) this.#undivert = divertStdout()
    return super.init()
  }

  protected override logJson(json: unknown): void {
    this.#undivert()
    this.writeJson(json)
  }

  /** Puts JSON on stdout. */
  protected writeJson(json: unknown): void {
    super.logJson(json)
  }

  /** Makes the world of this call. @throws GmError for bad variables and settings */
  protected async open(): Promise<Host> {
    const environment = await readEnvironment()
    const home = homeAt(environment.home)
    this.#style = this.#styleFor(environment)
    await ensureHome(home)
    const settings = await this.preferences(home.settings)
    this.#style = this.#styleFor(environment, settings)
    this.#debug = environment.debug
    const container = createContainer({ environment, settings, plugins: guarded(this.config) })
    this.#release = async () => container.dispose()
    const host = hostOf(container)
    return isInteractive() ? { ...host, mfaCode: (serial) => this.#mfaCode(serial) } : host
  }

  /** @param file `settings.json`. @returns what it says @throws GmError CONFIG_INVALID, STORAGE_DENIED */
  protected preferences(file: string): Promise<Settings> {
    return readSettings(file)
  }

  /** How output is painted here. */
  protected get style(): Style {
    return this.#style
  }

  /** Reads the command line with the flags that the installed tiers add to the command's own. */
  protected async parseWithTiers<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(
    host: Host,
    { flags, args }: { readonly flags: Interfaces.FlagInput<F>; readonly args: Interfaces.ArgInput<A> },
  ): Promise<{
    readonly args: A
    readonly flags: F & { readonly debug: boolean; readonly json?: boolean | undefined }
  }> {
    const { baseFlags, enableJsonFlag } = GmCommand
    const [{ describeTiers }, { tierFlags }] = await Promise.all([
      import('@geuse/core/catalog'),
      import('./tier-flags.js'),
    ])
    const all = { ...tierFlags(await describeTiers(host)), ...flags }
    return this.parse({ args, flags: all as Interfaces.FlagInput<F>, baseFlags, enableJsonFlag })
  }

  /** Reads the file of `--config`, where one was named. */
  protected async configFile(path: string | undefined): Promise<{ readonly file?: ConfigFile }> {
    if (path === undefined) return {}
    const { readConfigFile } = await import('@geuse/core/config-file')
    return { file: await readConfigFile(path) }
  }

  /** Says which plugins were left out. */
  protected async warnOfPlugins(host: Host): Promise<void> {
    for (const warning of (await host.registry()).warnings()) this.printError([`▲ ${warning}`])
  }

  protected print(lines: readonly string[]): void {
    for (const line of lines) this.log(line)
  }

  protected printError(lines: readonly string[]): void {
    process.stderr.write(lines.map((line) => `${line}\n`).join(''))
  }

  protected prompts(): Prompts {
    const words = [...(this.id ?? '').split(':'), ...this.argv]
    return makePrompts({ interactive: isInteractive(), command: commandLine(words) })
  }

  /** Shows how a run goes, on stderr, for as long as it lasts. */
  protected async shown<T>(
    choice: ProgressChoice | undefined,
    host: Host,
    work: (listen: Progress['listen']) => Promise<T>,
  ): Promise<T> {
    const { environment, settings } = host
    const style = this.#styleFor(environment, settings, process.stderr)
    const { ci, term } = environment
    this.#progress = makeProgress({ choice: choice ?? environment.progress, screen: process.stderr, style, ci, term })
    try {
      return await work(this.#progress.listen)
    } finally {
      this.#progress.stop()
      this.#progress = undefined
    }
  }

  /** Runs with the first Ctrl-C as a signal; a second one leaves at once, and the state is still true. */
  protected async interruptible<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const onSignal = (): void => {
      if (controller.signal.aborted) process.exit(130)
      this.#say(`Stopping ${name}: what is under way ends, nothing new starts. Press Ctrl-C again to leave at once.`)
      controller.abort(interrupted())
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
    try {
      return await work(controller.signal)
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    }
  }

  /** @see stream */
  protected streaming(work: Parameters<typeof stream>[0]): Promise<void> {
    this.#undivert()
    return stream(work)
  }

  protected override async catch(error: Error & { code?: string }): Promise<unknown> {
    if (error.code === 'EEXIT') return super.catch(error)
    const [{ asRefusal }, { exitCodeOf, failureJson, failureLines }] = await Promise.all([
      import('./refusal.js'),
      import('@geuse/core/failure'),
    ])
    const failure = await asRefusal(error, this.id?.replaceAll(':', ' '))
    process.exitCode = exitCodeOf(failure)
    if (this.jsonEnabled()) this.logJson(failureJson(failure))
    else
      this.printError(
        failureLines(failure, { style: this.#style, debug: this.#debug || this.argv.includes('--debug') }),
      )
    return undefined
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await this.#release()
    await super.finally(error)
  }

  #mfaCode(serial: string): Promise<string> {
    return this.prompts().input(`Code of ${serial}:`, '--profile NAME', (answer) => {
      return /^\d{6}$/.test(answer.trim()) || 'six digits'
    })
  }

  #say(text: string): void {
    if (this.#progress === undefined) this.printError(['', text])
    else this.#progress.say(text)
  }

  #styleFor(environment: Environment, settings?: Settings, stream: NodeJS.WriteStream = process.stdout): Style {
    const { columns, isTTY } = stream
    const wanted = settings?.ui_preferences
    return chooseStyle({
      ...environment,
      isTTY: isTTY === true,
      showEmojis: wanted?.show_emojis !== false,
      ...(wanted === undefined ? {} : looksOf(wanted)),
      ...(columns === undefined ? {} : { columns }),
    })
  }
}

function looksOf({ show_ascii_banners, compact_mode, color_theme }: Settings['ui_preferences']) {
  return { showArt: show_ascii_banners, compact: compact_mode, theme: color_theme }
}

/** Whether somebody can be asked: stdin and stdout are terminals. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** @returns a command of gm as it can be typed */
export function commandLine(words: readonly string[]): string {
  return ['gm', ...words.map(quoted)].join(' ')
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
