// Tables as in other tools of the trade: a heading, aligned columns, no borders, so that they can be read, copied and
// cut with awk.
import { drawLine, segment, type Line, type Segment } from './line.js'
import type { Style } from './style.js'
import { displayWidth, pad, truncate } from './width.js'

/** A column. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** A cell: plain, or with a meaning. */
export type Cell = string | Segment

const gap = 3
const narrowest = 6

/**
 * @param columns from the left
 * @param rows a cell for each column
 * @param style how to paint it; the widest column gives way where a screen is too narrow
 * @returns lines; only the heading when there are no rows
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? segment(cell) : cell)))
  const wanted = columns.map((column, index) =>
    widest(
      column,
      cells.map((row) => row[index]),
    ),
  )
  const widths = shrink(wanted, style.screen ? style.width : Infinity)
  const heading = columns.map(({ title }) => segment(title.toUpperCase(), 'dim'))
  return [heading, ...cells].map((row) => drawLine(rowLine(row, columns, widths), { ...style, width: Infinity }))
}

function widest(column: Column, cells: readonly (Segment | undefined)[]): number {
  return Math.max(displayWidth(column.title), ...cells.map((cell) => displayWidth(cell?.text ?? '')))
}

function shrink(widths: readonly number[], room: number): number[] {
  const shrunk = [...widths]
  const total = (): number => shrunk.reduce((sum, width) => sum + width, gap * (shrunk.length - 1))
  while (total() > room && Math.max(...shrunk) > narrowest) {
    const index = shrunk.indexOf(Math.max(...shrunk))
    shrunk[index] = Math.max(narrowest, (shrunk[index] ?? 0) - (total() - room))
    if (total() > room && shrunk.every((width) => width <= narrowest)) break
  }
  return shrunk
}

function rowLine(row: readonly Segment[], columns: readonly Column[], widths: readonly number[]): Line {
  const left = row.flatMap((cell, index) => {
    const width = widths[index] ?? 0
    const text = pad(truncate(cell.text, width), width, columns[index]?.align === 'right' ? 'right' : 'left')
    return [...(index === 0 ? [] : [segment(' '.repeat(gap))]), { ...cell, text }]
  })
  return { left }
}
