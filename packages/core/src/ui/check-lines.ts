// Checks as a list under headings: each with its mark, what was found, and what mends it.
import { drawLine, hardSpace, line, segment, wrapLine, type Line, type Segment } from './line.js'
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

/** Columns that what was found needs beside the title; with fewer it stands below it. */
const besideTitle = 32
/** Columns before what stands below a title, and before what mends it. */
const belowTitle = 4

/** @returns the list when all was looked at: nothing is cut, and what mends something stands below it */
export function diagnosisLines(rows: readonly CheckRow[], style: Style): string[] {
  const lines = grouped(rows, (row, width) => [
    ...foundLines(row, width, style),
    ...row.mends.map((text): Line => ({ ...mend(text), indent: belowTitle + 4 })),
  ])
  const all = [...lines, line(), line(...conclusion(rows))].flatMap((drawn) => wrapLine(drawn, style.width))
  // A command that is wider than the terminal wraps there, and is copied as it is.
  return all.map((drawn) => drawLine(drawn, { ...style, width: Infinity }))
}

function foundLines(row: CheckRow, width: number, style: Style): Line[] {
  const indent = width + belowTitle + 2
  if (style.width - indent >= besideTitle) return [{ ...head(row, width, row.found), indent }]
  const found = { ...line(segment(' '.repeat(belowTitle)), foundSegment(row)), indent: belowTitle }
  return [head(row, 0, ''), ...(row.found === '' ? [] : [found])]
}

function grouped(rows: readonly CheckRow[], show: (row: CheckRow, titleWidth: number) => readonly Line[]): Line[] {
  const width = Math.max(0, ...rows.map(({ title }) => displayWidth(title)))
  return [...Map.groupBy(rows, ({ group }) => group)].flatMap(([group, own], index) => [
    ...(index === 0 ? [] : [line()]),
    line(segment(group, 'title')),
    ...own.flatMap((row) => show(row, width)),
  ])
}

function head(row: CheckRow, width: number, found: string): Line {
  const [mark, tone] = looks[row.state]
  return line(
    segment(`  ${mark} `, tone),
    segment(pad(row.title, width)),
    segment('  '),
    foundSegment({ ...row, found }),
  )
}

function foundSegment({ state, found }: CheckRow): Segment {
  return state === 'skipped' || state === 'ok' ? segment(found, 'dim') : segment(found)
}

/** A command can be copied as it stands; what it is for is dim. */
function mend(text: string): Line {
  const [command = '', ...about] = text.split(/(?= {3}# )/)
  return line(
    segment(`      ${marks.arrow} `, 'dim'),
    segment(command.replaceAll(' ', hardSpace), 'command'),
    segment(about.join(''), 'dim'),
  )
}

function conclusion(rows: readonly CheckRow[]): Segment[] {
  const failed = rows.filter(({ state }) => state === 'failed').length
  const warned = rows.filter(({ state }) => state === 'warning' || state === 'unknown').length
  const beside = warned === 0 ? '' : `; ${warned} ${warned === 1 ? 'thing' : 'things'} to know of`
  if (failed > 0) return [segment(`${failed} of ${rows.length} checks failed`, 'error'), segment(beside)]
  return [segment(`All is well in ${rows.length} checks`, 'success'), segment(beside)]
}
