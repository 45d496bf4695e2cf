// A frame around lines, for the two or three moments of a stack's life that deserve one. Lines are wrapped, never cut:
// what does not fit into a frame is shown without one.
import { drawLine, line, narrowestWidth, segment, wrapLine, type Line, type Segment } from './line.js'
import type { Tone, Style } from './style.js'
import { displayWidth } from './width.js'

/** Below this many columns a frame costs more than it gives. */
const narrow = 60
const widestFrame = 92
/** Columns that the two edges take, with a space beside each. */
const edges = 4

/**
 * @param title stands in the upper edge, or first
 * @param lines what is framed
 * @param tone of the frame
 * @param style how to paint it; a file gets no frame and no line breaks, a terminal that is too narrow no frame
 * @returns lines for the terminal
 */
export function frameLines(title: readonly Segment[], lines: readonly Line[], tone: Tone, style: Style): string[] {
  if (style.compact) return unframed([line(...title), ...lines.filter(({ left }) => left.length > 0)], style)
  const width = Math.min(style.width, widestFrame)
  const fits = [line(...title), ...lines].every((inner) => narrowestWidth(inner) <= width - edges)
  const titleWidth = title.reduce((sum, { text }) => sum + displayWidth(text), 0)
  if (!style.screen || width < narrow || !fits || titleWidth > width - edges - 2)
    return unframed([line(...title), line(), ...lines], style)
  const top = line(segment('╭─ ', tone), ...title, segment(` ${'─'.repeat(width - titleWidth - 5)}╮`, tone))
  const bottom = line(segment(`╰${'─'.repeat(width - 2)}╯`, tone))
  const body = [line(), ...lines, line()].flatMap((inner) => wrapLine(inner, width - edges))
  return [
    drawLine(top, style),
    ...body.map((inner) => framed(inner, width - edges, tone, style)),
    drawLine(bottom, style),
  ]
}

/** Words that are wider than the terminal go on in its next row, where they can be copied as one. */
function unframed(lines: readonly Line[], style: Style): string[] {
  const width = style.screen ? style.width : Infinity
  return lines.flatMap((inner) => wrapLine(inner, width)).map((inner) => drawLine(inner, { ...style, width: Infinity }))
}

function framed(inner: Line, width: number, tone: Tone, style: Style): string {
  const text = drawLine(inner, { ...style, width, color: false })
  const fill = ' '.repeat(width - displayWidth(text))
  const edge = drawLine(line(segment('│', tone)), style)
  return `${edge} ${drawLine(inner, { ...style, width })}${fill} ${edge}`
}
