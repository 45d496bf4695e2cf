// Tables as in other tools of the trade: a heading, aligned columns, no borders, so that they can be read, copied and
// cut with awk. Cells are wrapped, never cut; a screen too narrow for the columns gets one block a row.
import { drawLine, line, narrowestWidth, segment, wrapLine, type Line, type Segment } from './line.js'
import type { Style } from './style.js'
import { displayWidth, pad } from './width.js'

/** A column. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** A cell: plain, or with a meaning. */
export type Cell = string | Segment

const gap = 3
const blockIndent = 2

/**
 * @param columns from the left
 * @param rows a cell for each column
 * @param style how to paint it; where a screen is too narrow the widest column is wrapped
 * @returns lines; only the heading when there are no rows
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? segment(cell) : cell)))
  const heading = columns.map(({ title }) => segment(title.toUpperCase(), 'dim'))
  const room = style.screen ? style.width : Infinity
  const widths = fitting([heading, ...cells], room)
  const whole = { ...style, width: Infinity }
  if (widths === undefined) return blocks(columns, cells, room).map((drawn) => drawLine(drawn, whole))
  return [heading, ...cells].flatMap((row) => rowLines(row, columns, widths)).map((drawn) => drawLine(drawn, whole))
}

/** @returns the width of each column; undefined where the widest words are too wide together */
function fitting(rows: readonly (readonly Segment[])[], room: number): number[] | undefined {
  const measured = (width: (cell: Segment) => number): number[] =>
    (rows[0] ?? []).map((_title, index) => Math.max(...rows.map((row) => width(row[index] ?? segment('')))))
  const widths = measured(({ text }) => displayWidth(text))
  const narrowest = measured((cell) => narrowestWidth(line(cell)))
  for (let over = total(widths) - room; over > 0; over = total(widths) - room) {
    const slack = widths.map((width, index) => (width > (narrowest[index] ?? 0) ? width : 0))
    const widest = slack.indexOf(Math.max(...slack))
    if (slack[widest] === 0) return undefined
    widths[widest] = Math.max(narrowest[widest] ?? 0, (widths[widest] ?? 0) - over)
  }
  return widths
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1))
}

function rowLines(row: readonly Segment[], columns: readonly Column[], widths: readonly number[]): Line[] {
  const wrapped = row.map((cell, index) => wrapLine(line(cell), widths[index] ?? 0))
  const height = Math.max(...wrapped.map(({ length }) => length))
  return Array.from({ length: height }, (_none, at) =>
    line(
      ...row.flatMap((cell, index) => {
        const part = (wrapped[index]?.[at]?.left ?? []).map(({ text }) => text).join('')
        const text = pad(part, widths[index] ?? 0, columns[index]?.align === 'right' ? 'right' : 'left')
        return [...(index === 0 ? [] : [segment(' '.repeat(gap))]), { ...cell, text }]
      }),
    ),
  )
}

/** Each row as its first cell, and below it a line for each of the others that says something. */
function blocks(columns: readonly Column[], rows: readonly (readonly Segment[])[], room: number): Line[] {
  const width = Math.max(...columns.slice(1).map(({ title }) => displayWidth(title)), 0)
  const indent = blockIndent + width + 1
  const blockOf = (row: readonly Segment[]): Line[] => {
    const [head, ...others] = row
    const named = others.map((cell, index) => ({
      ...line(
        segment(' '.repeat(blockIndent)),
        segment(`${pad(columns[index + 1]?.title ?? '', width)} `, 'dim'),
        cell,
      ),
      indent,
    }))
    return [line(head ?? segment('')), ...named.filter((_named, index) => others[index]?.text !== '')]
  }
  return rows
    .flatMap((row, index) => [...(index === 0 ? [] : [line()]), ...blockOf(row)])
    .flatMap((drawn) => wrapLine(drawn, room))
}
