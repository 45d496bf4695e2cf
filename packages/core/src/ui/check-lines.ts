// Checks as a list under headings: each with its mark, what was found, and what mends it.
import { drawLine, line, segment, wrapLine, type Line, type Segment } from './line.js'
import { marks, type Style, type Tone } from './style.js'
import { displayWidth, pad } from './width.js'

/** A check as it is shown; `found` and what mends it are empty while it is looked at. */
export interface CheckRow {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly state: 'looking' | 'ok' | 'warning' | 'failed' | 'unknown' | 'skipped'
  readonly found: string
  readonly mends: readonly string[]
}

const looks: Readonly<Record<CheckRow['state'], readonly [mark: string, tone: Tone]>> = {
  looking: [marks.waiting, 'active'],
  ok: [marks.done, 'success'],
  warning: [marks.warned, 'warning'],
  failed: [marks.failed, 'error'],
  unknown: [marks.warned, 'warning'],
  skipped: [marks.skipped, 'dim'],
}

/** @returns the list while it is looked at: a row a check, each on one line */
export function checkListLines(rows: readonly CheckRow[], style: Style): string[] {
  return grouped(rows, (row, width) => [head(row, width, row.found)]).map((drawn) => drawLine(drawn, style))
}

/** @returns the list when all was looked at: nothing is cut, and what mends something stands below it */
export function diagnosisLines(rows: readonly CheckRow[], style: Style): string[] {
  const lines = grouped(rows, (row, width) => {
    const indent = width + 6
    const found = { ...head(row, width, row.found), indent }
    const mends = row.mends.map((text): Line => ({ ...mend(text), indent: 6 }))
    return [...wrapLine(found, Math.max(style.width, indent + 20)), ...mends]
  })
  // What is wider than the terminal wraps there, and is copied as it is.
  return [...lines, line(), line(...conclusion(rows))].map((drawn) => drawLine(drawn, { ...style, width: Infinity }))
}

function grouped(rows: readonly CheckRow[], show: (row: CheckRow, titleWidth: number) => readonly Line[]): Line[] {
  const width = Math.max(0, ...rows.map(({ title }) => displayWidth(title)))
  return [...Map.groupBy(rows, ({ group }) => group)].flatMap(([group, own], index) => [
    ...(index === 0 ? [] : [line()]),
    line(segment(group, 'title')),
    ...own.flatMap((row) => show(row, width)),
  ])
}

function head({ state, title }: CheckRow, width: number, found: string): Line {
  const [mark, tone] = looks[state]
  const words = state === 'skipped' || state === 'ok' ? segment(found, 'dim') : segment(found)
  return line(segment(`  ${mark} `, tone), segment(pad(title, width)), segment('  '), words)
}

/** A command can be copied as it stands; what it is for is dim. */
function mend(text: string): Line {
  const [command = '', ...about] = text.split(/(?= {3}# )/)
  return line(segment(`      ${marks.arrow} `, 'dim'), segment(command, 'command'), segment(about.join(''), 'dim'))
}

function conclusion(rows: readonly CheckRow[]): Segment[] {
  const failed = rows.filter(({ state }) => state === 'failed').length
  const warned = rows.filter(({ state }) => state === 'warning' || state === 'unknown').length
  const beside = warned === 0 ? '' : `; ${warned} ${warned === 1 ? 'thing' : 'things'} to know of`
  if (failed > 0) return [segment(`${failed} of ${rows.length} checks failed`, 'error'), segment(beside)]
  return [segment(`All is well in ${rows.length} checks`, 'success'), segment(beside)]
}
