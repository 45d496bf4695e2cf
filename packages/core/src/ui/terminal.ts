// The part of a terminal that is drawn over again and again: the cursor goes back up and only then is the old frame
// erased, in one write, so that nothing flickers. Knows nothing of what is drawn.

/** What can be written to and may be a terminal: process.stderr, or anything in a test. */
export interface Screen {
  write(text: string): unknown
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  readonly isTTY?: boolean | undefined
  on?(event: 'resize', listener: () => void): unknown
  off?(event: 'resize', listener: () => void): unknown
}

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const eraseDown = '\u001b[0J'
const eraseToLineEnd = '\u001b[K'

/** The frame that is on the screen now. */
export class Repainter {
  readonly #screen: Screen
  #height = 0

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** Puts these lines where the last ones stand. Each must fit into one row. */
  paint(lines: readonly string[]): void {
    const body = lines.map((text) => `${text}${eraseToLineEnd}\n`).join('')
    this.#screen.write(`${hideCursor}${this.#up()}${body}${eraseDown}`)
    this.#height = lines.length
  }

  /** Leaves these lines where the last ones stand, for good, and gives the cursor back. */
  leave(lines: readonly string[]): void {
    this.paint(lines)
    this.#screen.write(showCursor)
    this.#height = 0
  }

  /** Forgets the frame: after a resize the terminal has wrapped it in ways that nobody can know. */
  forget(): void {
    this.#screen.write(`${this.#up()}${eraseDown}`)
    this.#height = 0
  }

  #up(): string {
    return this.#height === 0 ? '' : `\r\u001b[${this.#height}A`
  }
}

/** Written when a process leaves in a hurry. */
export const giveCursorBack = showCursor
