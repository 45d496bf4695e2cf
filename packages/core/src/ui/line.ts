// A line of a screen as segments that know what they mean: laid out and cut as plain text, painted last, so that a
// narrow terminal never cuts through a colour code.
import { paint, type Tone, type Style } from './style.js'
import { displayWidth, truncate } from './width.js'

/** A segment of a line. */
export interface Segment {
  readonly text: string
  readonly tone: Tone
}

/** What stands on the left, and what is pushed to the right edge. */
export interface Line {
  readonly left: readonly Segment[]
  readonly right?: readonly Segment[]
}

/** @returns a segment */
export function segment(text: string, tone: Tone = 'plain'): Segment {
  return { text, tone: tone }
}

/** @returns a line of segments, from the left */
export function line(...left: readonly Segment[]): Line {
  return { left }
}

function widthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + displayWidth(text), 0)
}

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
  const painted = (segments: readonly Segment[]): string =>
    segments.map(({ text, tone: tone }) => paint(style, tone, text)).join('')
  return (painted(left) + gap + painted(right)).trimEnd()
}

function fit(segments: readonly Segment[], width: number): Segment[] {
  let room = width
  return segments.flatMap((part) => {
    if (room <= 0) return []
    const text = truncate(part.text, room)
    room -= text === part.text ? displayWidth(text) : room
    return [{ ...part, text }]
  })
}
