// A line of a screen as pieces that know what they mean: laid out and cut as plain text, painted last, so that a
// narrow terminal never cuts through a colour code.
import { paint, type Look, type Style } from './style.js'
import { displayWidth, truncate } from './width.js'

/** A piece of a line. */
export interface Piece {
  readonly text: string
  readonly look: Look
}

/** What stands on the left, and what is pushed to the right edge. */
export interface Line {
  readonly left: readonly Piece[]
  readonly right?: readonly Piece[]
}

/** @returns a piece */
export function piece(text: string, look: Look = 'plain'): Piece {
  return { text, look }
}

/** @returns a line of pieces, from the left */
export function line(...left: readonly Piece[]): Line {
  return { left }
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + displayWidth(text), 0)

/**
 * @param drawn the line
 * @param style how to paint it and how many columns it has; the left side gives way to the right one
 * @returns text for the terminal, without a line end
 */
export function drawLine(drawn: Line, style: Style): string {
  const right = drawn.right ?? []
  const rightWidth = widthOf(right)
  const room = style.width - (rightWidth === 0 ? 0 : rightWidth + 1)
  const left = fit(drawn.left, room)
  const gap = rightWidth === 0 ? '' : ' '.repeat(Math.max(1, style.width - widthOf(left) - rightWidth))
  const painted = (pieces: readonly Piece[]): string =>
    pieces.map(({ text, look }) => paint(style, look, text)).join('')
  return (painted(left) + gap + painted(right)).trimEnd()
}

function fit(pieces: readonly Piece[], width: number): Piece[] {
  let room = width
  return pieces.flatMap((part) => {
    if (room <= 0) return []
    const text = truncate(part.text, room)
    room -= text === part.text ? displayWidth(text) : room
    return [{ ...part, text }]
  })
}
