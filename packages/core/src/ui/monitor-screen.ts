// The picture of a monitor on a terminal, drawn over at every look, with what has happened lately below it.
import { drawLine, line, segment, type Line } from './line.js'
import {
  changeLine,
  clockOf,
  type LookView,
  noteSegment,
  type NoteView,
  noticeLines,
  pictureLines,
} from './monitor-lines.js'
import type { Style } from './style.js'
import { giveCursorBack, Repainter, type Screen } from './terminal.js'

/** What has happened lately, in lines. */
const happenedShown = 6

/** Draws looks where the last one stands. */
export class MonitorScreen {
  readonly #screen: Screen
  readonly #style: Style
  readonly #intervalSeconds: number
  readonly #repainter: Repainter
  /** The last ones, oldest first. */
  #happened: Line[] = []
  #painted: readonly string[] = []
  readonly #resized = (): void => this.#repainter.forget()
  readonly #atExit = (): void => void this.#screen.write(giveCursorBack)

  /** @param intervalSeconds between two looks */
  constructor(screen: Screen, style: Style, intervalSeconds: number) {
    this.#screen = screen
    this.#style = style
    this.#intervalSeconds = intervalSeconds
    this.#repainter = new Repainter(screen)
    screen.on?.('resize', this.#resized)
    process.once('exit', this.#atExit)
  }

  look(look: LookView): void {
    this.#remember(look.changes.map((change) => changeLine(look.at, change)))
    const foot = `every ${this.#intervalSeconds} s, until Ctrl-C`
    const style = { ...this.#style, width: Math.max(20, (this.#screen.columns ?? this.#style.width) - 1) }
    const lines = [...pictureLines(look, style, foot), ...this.#history(style), ...noticeLines(look, style)]
    this.#painted = this.#fitting(lines)
    this.#repainter.paint(this.#painted)
  }

  note(note: NoteView): void {
    this.#remember([line(segment(`${clockOf(note.at)} `, 'dim'), noteSegment(note))])
  }

  /** Lets go of the terminal. */
  close(): void {
    this.leave()
    this.#screen.off?.('resize', this.#resized)
    process.off('exit', this.#atExit)
  }

  /** Leaves what stands there, for something else to be written below it. */
  leave(): void {
    if (this.#painted.length > 0) this.#repainter.leave(this.#painted)
    this.#painted = []
  }

  #remember(lines: readonly Line[]): void {
    this.#happened = [...this.#happened, ...lines].slice(-happenedShown)
  }

  #history(style: Style): string[] {
    if (this.#happened.length === 0) return []
    return ['', ...this.#happened.map((drawn) => drawLine(drawn, style))]
  }

  /** A picture that is higher than the screen could not be drawn over. */
  #fitting(lines: readonly string[]): readonly string[] {
    return lines.slice(0, Math.max(4, (this.#screen.rows ?? 24) - 1))
  }
}
