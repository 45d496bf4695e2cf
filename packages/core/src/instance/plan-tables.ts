// Tables that scripts on the machine read line by line: tab-separated, so that no value needs quoting and none that
// could break a line gets in.
import { GmError } from '@geuse/plugin-api'
import type { BundleFile } from './bundle.js'

/** One cell; `undefined` and the empty string are written as `-`. */
export type Cell = string | number | undefined
/** One row. */
export type Row = readonly Cell[]

/** Every table, by the name of its file. */
export interface PlanTables {
  readonly stack: readonly Row[]
  readonly directories: readonly Row[]
  readonly secrets: readonly Row[]
  readonly templates: readonly Row[]
  readonly images: readonly Row[]
  readonly steps: readonly Row[]
  readonly jobs: readonly Row[]
  readonly environment: readonly Row[]
  readonly probes: readonly Row[]
}

/**
 * @param tables rows of every table
 * @returns one file a table, below `plan/`
 * @throws GmError CONFIG_INVALID for a value that holds a tab or a line break
 */
export function planTables(tables: PlanTables): BundleFile[] {
  return Object.entries(tables).map(([name, rows]: [string, readonly Row[]]) => ({
    path: `plan/${name}.tsv`,
    mode: '0600',
    text: rows.map((row) => `${row.map((cell) => cellText(name, cell)).join('\t')}\n`).join(''),
  }))
}

function cellText(table: string, cell: Cell): string {
  const text = String(cell ?? '')
  if (/[\x00-\x1f\x7f]/.test(text)) {
    throw new GmError(
      'CONFIG_INVALID',
      `The value ${JSON.stringify(text)} (table ${table}) holds a tab, a line break or another control character`,
    )
  }
  return text === '' ? '-' : text
}
