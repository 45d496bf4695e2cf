// A frame around lines, for the two or three moments of a stack's life that deserve one.
import { drawLine, line, segment, type Line, type Segment } from './line.js'
import type { Tone, Style } from './style.js'
import { displayWidth } from './width.js'

/** Below this many columns a frame costs more than it gives. */
const narrow = 60
const widestFrame = 92

/** @param style of the terminal. @returns columns that a line has inside a frame */
export function innerWidth(style: Style): number {
  return style.width < narrow ? style.width : Math.min(style.width, widestFrame) - 4
}

/**
 * @param title stands in the upper edge
 * @param lines what is framed
 * @param tone of the frame
 * @param style how to paint it; narrow terminals get no frame
 * @returns lines for the terminal
 */
export function frameLines(title: readonly Segment[], lines: readonly Line[], tone: Tone, style: Style): string[] {
  if (style.width < narrow)
    return [drawLine(line(...title), style), '', ...lines.map((inner) => drawLine(inner, style))]
  const width = Math.min(style.width, widestFrame)
  const inside = { ...style, width: innerWidth(style) }
  const titleWidth = title.reduce((sum, { text }) => sum + displayWidth(text), 0)
  const top = line(
    segment('╭─ ', tone),
    ...title,
    segment(` ${'─'.repeat(Math.max(0, width - titleWidth - 5))}╮`, tone),
  )
  const bottom = line(segment(`╰${'─'.repeat(width - 2)}╯`, tone))
  const body = [line(), ...lines, line()].map((inner) => framed(inner, inside, tone, style))
  return [drawLine(top, style), ...body, drawLine(bottom, style)]
}

function framed(inner: Line, inside: Style, tone: Tone, style: Style): string {
  const plainText = drawLine(inner, { ...inside, color: false })
  const fill = ' '.repeat(Math.max(0, inside.width - displayWidth(plainText)))
  const edge = drawLine(line(segment('│', tone)), style)
  return `${edge} ${drawLine(inner, inside)}${fill} ${edge}`
}
