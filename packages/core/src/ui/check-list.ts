// Checks while they are looked at, drawn where they stand on a terminal and in words elsewhere. Not by listr2: the
// repainter, the marks, the themes and the widths are those of every other picture of gm (ADR 29).
import { type CheckRow, checkListLines } from './check-lines.js'
import type { Style } from './style.js'
import { giveCursorBack, Repainter, type Screen } from './terminal.js'

/** Draws checks until all are known. */
export class CheckList {
  readonly #screen: Screen
  readonly #style: Style
  readonly #repainter: Repainter
  #rows: readonly CheckRow[]
  #isClosed = false
  readonly #resized = (): void => {
    this.#repainter.forget()
    this.#draw()
  }
  readonly #atExit = (): void => void this.#screen.write(giveCursorBack)

  /**
   * @param screen a terminal
   * @param rows the checks, none of which is known
   */
  constructor(screen: Screen, style: Style, rows: readonly CheckRow[]) {
    this.#screen = screen
    this.#style = style
    this.#rows = rows
    this.#repainter = new Repainter(screen)
    screen.on?.('resize', this.#resized)
    process.once('exit', this.#atExit)
    this.#draw()
  }

  /** @param row a check that is known now */
  told(row: CheckRow): void {
    if (this.#isClosed) return
    this.#rows = this.#rows.map((one) => (one.id === row.id ? row : one))
    this.#draw()
  }

  /** Takes the picture away, for what was found to be written in its place. */
  close(): void {
    this.#isClosed = true
    this.#screen.off?.('resize', this.#resized)
    process.off('exit', this.#atExit)
    this.#repainter.forget()
    this.#screen.write(giveCursorBack)
  }

  /** A picture that is higher than the screen could not be drawn over. */
  #draw(): void {
    const style = { ...this.#style, width: Math.max(20, (this.#screen.columns ?? this.#style.width) - 1) }
    const lines = checkListLines(this.#rows, style)
    this.#repainter.paint(lines.slice(0, Math.max(4, (this.#screen.rows ?? 24) - 1)))
  }
}
