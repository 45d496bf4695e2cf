// Panes of tmux: terminals of so many columns on which `gm` runs, and what a person sees on them.
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './test-account.js'
import { until } from './until.js'

/** Rows of a pane; what has scrolled away is captured too. */
const height = '60'

/** Seconds that something may take to be there, on a computer that has other work. */
const patience = 120

/**
 * Shows what is typed, does it, and says in the title that it has ended. The pane lives on: of one that dies tmux may
 * lose what it had not read yet.
 */
const typed = 'trap : INT; entry=$1; shift; echo "$ gm $*"; "$0" "$entry" "$@"; printf "\\033]2;ended\\007"; exec cat'
const gm = ['sh', '-c', typed, process.execPath, join(root, 'bin', 'gm.js')]

/** Whether there is a tmux. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0

/** What stands on a terminal. */
export interface Captured {
  /** Rows, as they are seen. */
  readonly rows: readonly string[]
  /** Lines, as they were written: rows that the terminal made of one are joined again. */
  readonly lines: readonly string[]
}

/** A tmux of its own: without the settings and sessions of whoever runs the tests. */
export class Panes {
  readonly #tmux: (...args: readonly string[]) => Promise<string>

  private constructor(tmux: (...args: readonly string[]) => Promise<string>) {
    this.#tmux = tmux
  }

  /**
   * @param folder of its socket
   * @param variables of all that runs in it, and no others
   */
  static async open(folder: string, variables: Readonly<Record<string, string>>): Promise<Panes> {
    const env = { ...variables, LANG: 'C.UTF-8', TERM: 'xterm' }
    const tmux = async (...args: readonly string[]): Promise<string> =>
      (await promisify(execFile)('tmux', ['-S', join(folder, 'tmux'), '-f', '/dev/null', ...args], { env })).stdout
    await tmux('new-session', '-d', 'cat')
    return new Panes(tmux)
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server')
  }

  /** Types `gm` in a new pane. @param columns of the pane */
  async gm(columns: number, args: readonly string[]): Promise<Pane> {
    const size = ['-x', String(columns), '-y', height]
    const id = await this.#tmux('new-session', '-d', '-P', '-F', '#{pane_id}', ...size, ...gm, ...args)
    return new Pane(this.#tmux, id.trim())
  }
}

/** A terminal on which `gm` runs. */
export class Pane {
  readonly #tmux: (...args: readonly string[]) => Promise<string>
  readonly #id: string

  constructor(tmux: (...args: readonly string[]) => Promise<string>, id: string) {
    this.#tmux = tmux
    this.#id = id
  }

  /** Waits until it has come to its end. @returns what stands there then */
  async ended(): Promise<Captured> {
    const title = (): Promise<string> => this.#tmux('display', '-p', '-t', this.#id, '#{pane_title}')
    await until('the end of gm', async () => (await title()) === 'ended\n' || undefined, patience)
    return this.#captured()
  }

  /** Waits for a text. @returns what stands there then */
  async shows(text: string): Promise<Captured> {
    await until(
      text,
      async () => (await this.#captured()).lines.some((line) => line.includes(text)) || undefined,
      patience,
    )
    return this.#captured()
  }

  /** @param key as tmux calls it */
  async press(key: string): Promise<void> {
    await this.#tmux('send-keys', '-t', this.#id, key)
  }

  async #captured(): Promise<Captured> {
    const shown = (...how: readonly string[]): Promise<string> =>
      this.#tmux('capture-pane', '-p', '-S', '-', '-t', this.#id, ...how)
    return { rows: linesOf(await shown()), lines: linesOf(await shown('-J')) }
  }
}

function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
}
