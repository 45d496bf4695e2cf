// Progress on a terminal: the picture of the run, drawn again when something happened and ten times a second while
// something turns. It draws a folded view itself and not by listr2: there a task starts when the list starts it, and
// here the engine does; so nodes that wait, and what they wait for, could not be shown.
import type { RunEvent } from '@geuse/plugin-api'
import type { Progress } from './progress-contract.js'
import type { Style } from './style.js'
import { giveCursorBack, Repainter, type Screen } from './terminal.js'
import { treeLines } from './tree-lines.js'
import { fold, noRun, type RunView } from './view.js'

/** What a tree is drawn with. */
export interface TreeOptions {
  readonly screen: Screen
  readonly style: Style
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Calls back until it is stopped. */
  readonly every: (ms: number, tick: () => void) => () => void
  /** Calls back when the process leaves; returns what takes the call back. */
  readonly atExit: (leave: () => void) => () => void
}

const frameMs = 100

/** Progress as a tree of stages and nodes, redrawn in place on a terminal. */
export class Tree implements Progress {
  readonly id = 'tree'
  readonly #options: TreeOptions
  readonly #repainter: Repainter
  #view: RunView = noRun
  #release: (() => void) | undefined
  #said: string | undefined

  constructor(options: TreeOptions) {
    this.#options = options
    this.#repainter = new Repainter(options.screen)
  }

  readonly listen = (event: RunEvent): void => {
    this.#view = fold(this.#view, event)
    if (event.type === 'run.started') this.#start()
    if (event.type === 'run.finished') this.stop()
  }

  /** Leaves the picture as it is and gives the terminal back. */
  stop(): void {
    if (this.#release === undefined) return
    this.#release()
    this.#release = undefined
    this.#repainter.leave(this.#lines(Infinity))
  }

  /** Stands at the foot of the picture until the end of the run; said at once where there is no picture yet. */
  say(text: string): void {
    this.#said = text
    if (this.#release === undefined) this.#options.screen.write(`\n${text}\n`)
    else this.#draw()
  }

  #start(): void {
    this.#release?.()
    const { every, atExit, screen } = this.#options
    const resized = (): void => this.#repainter.forget()
    const releases = [every(frameMs, () => this.#draw()), atExit(() => screen.write(giveCursorBack))]
    screen.on?.('resize', resized)
    this.#release = () => {
      for (const release of releases) release()
      screen.off?.('resize', resized)
    }
    this.#draw()
  }

  #draw(): void {
    this.#repainter.paint(this.#lines(Math.max(4, (this.#options.screen.rows ?? 24) - 1)))
  }

  /** The last column stays free: a full row would wrap on some terminals. */
  #lines(rows: number): string[] {
    const { screen, style, now } = this.#options
    const width = Math.min(100, Math.max(20, (screen.columns ?? style.width) - 1))
    const said = this.#said === undefined ? {} : { said: this.#said }
    return treeLines(this.#view, { style: { ...style, width }, rows, now: now(), ...said })
  }
}
