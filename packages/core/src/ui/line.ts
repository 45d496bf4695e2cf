// A line of a screen as segments that know what they mean: laid out as plain text, painted last, so that a narrow
// terminal never breaks or cuts through a colour code.
import { paint, type Tone, type Style } from './style.js'
import { displayWidth, pad, truncate } from './width.js'

/** A space at which no line breaks. */
export const hardSpace = '\u00a0'

/** A segment of a line. */
export interface Segment {
  readonly text: string
  readonly tone: Tone
}

/** What stands on the left, and what is pushed to the right edge. */
export interface Line {
  readonly left: readonly Segment[]
  readonly right?: readonly Segment[]
  /** Columns before what continues the line where it is wrapped. */
  readonly indent?: number
}

/** @returns a segment */
export function segment(text: string, tone: Tone = 'plain'): Segment {
  return { text, tone: tone }
}

/** @returns a line of segments, from the left */
export function line(...left: readonly Segment[]): Line {
  return { left }
}

/** Columns of the labels in front. */
const labelWidth = 10

/** Columns before what continues a row of several, so that it is not taken for the next one. */
export const continued = labelWidth + 2

/** @param label what the line is about. @returns a line with a label in front; what is wrapped stays beside it */
export function labelled(label: string, ...segments: readonly Segment[]): Line {
  return { left: [segment(pad(label, labelWidth), 'dim'), ...segments], indent: labelWidth }
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

/** @returns columns of a line without a right side, as it is */
export function lineWidth({ left }: Line): number {
  return widthOf(left)
}

/** What stands between two spaces, in one tone or several. */
interface Word {
  /** Spaces before it. */
  readonly gap: Segment
  readonly segments: Segment[]
}

/**
 * Breaks a line between words. Nothing is cut: a word that is wider than the terminal stays whole, so that it can be
 * copied as it is.
 * @param drawn a line without a right side
 * @param width columns that it may take
 * @returns the same text on as many lines as it needs, hard spaces made ordinary ones
 */
export function wrapLine({ left, indent = 0 }: Line, width: number): Line[] {
  const lines: Segment[][] = [[]]
  let used = 0
  for (const { gap, segments } of wordsOf(left)) {
    const needed = widthOf(segments)
    const breaks = used > 0 && used + gap.text.length > indent && used + gap.text.length + needed > width
    if (breaks) lines.push([])
    const before = breaks ? segment(' '.repeat(indent)) : gap
    lines.at(-1)?.push(before, ...segments)
    used = (breaks ? 0 : used) + before.text.length + needed
  }
  return lines.map((segments) => line(...joinTones(segments)))
}

/** What is painted alike is painted at once, as in a line that was not wrapped. */
function joinTones(segments: readonly Segment[]): Segment[] {
  return segments.reduce<Segment[]>((joined, { text, tone }) => {
    const last = joined.at(-1)
    const soft = text.replaceAll(hardSpace, ' ')
    return last?.tone === tone
      ? [...joined.slice(0, -1), segment(last.text + soft, tone)]
      : [...joined, segment(soft, tone)]
  }, [])
}

/** @param drawn a line. @returns columns of its widest word, with what is before it where the line is wrapped */
export function narrowestWidth({ left, indent = 0 }: Line): number {
  const before = (gap: Segment, index: number): number => (index === 0 ? gap.text.length : indent)
  return Math.max(0, ...wordsOf(left).map(({ gap, segments }, index) => before(gap, index) + widthOf(segments)))
}

function wordsOf(segments: readonly Segment[]): Word[] {
  const words: Word[] = [{ gap: segment(''), segments: [] }]
  for (const part of segments)
    for (const text of part.text.split(/( +)/).filter((token) => token !== '')) {
      if (text.startsWith(' ')) words.push({ gap: { ...part, text }, segments: [] })
      else words.at(-1)?.segments.push({ ...part, text })
    }
  return joinGaps(words)
}

/** Spaces that two segments put side by side are one gap; a first word without text is none. */
function joinGaps(words: readonly Word[]): Word[] {
  return words.reduce<Word[]>((joined, { gap, segments }) => {
    const last = joined.at(-1)
    if (last === undefined || last.segments.length > 0) return [...joined, { gap, segments }]
    const text = last.gap.text + gap.text
    return [...joined.slice(0, -1), { gap: { ...last.gap, text }, segments }]
  }, [])
}
