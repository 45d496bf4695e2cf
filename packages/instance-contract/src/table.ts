// A table of the plan, in both directions: core writes values, the instance and the sandbox read text. Tab-separated,
// so that bash needs no parser and no value any quoting; what could break a line is refused.
import { z } from 'zod'

/** A table as one file. */
export interface Table<T> {
  readonly about: string
  /** Each column, or each key of a table of keys and values, and what is in it; in their order. */
  readonly columns: Readonly<Record<string, string>>
  /** @throws TableError for a value that the table does not take */
  readonly write: (values: T) => string
  /** @throws TableError for text that is not such a table */
  readonly read: (text: string) => T
}

/** A value that a table does not take. */
export class TableError extends Error {
  override readonly name = 'TableError'
}

/** `read` of bash takes two tabs for one: an empty cell has to be written. */
const empty = '-'

/** Any text that fits into a cell. */
const fitting = z
  .string()
  .regex(/^[^\x00-\x1f\x7f]*$/, 'holds a tab, a line break or another control character')
  .refine((text) => text !== empty, `${empty} stands for an empty cell`)

/** Text that is never empty. */
export const text = fitting.min(1)

/** Control characters, and the escape itself, as `printf %b` of bash reads them. */
function escaped(value: string): string {
  const plain = value
    .replaceAll('\\', '\\\\')
    .replaceAll(/[\x00-\x1f\x7f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return plain === empty ? '\\x2d' : plain
}

function unescaped(cell: string): string {
  return cell.replaceAll(/\\(?:\\|x([0-9a-f]{2}))/g, (_all, code?: string) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Any text but a zero byte, which no variable holds; it may be empty. */
export const anyText = z.codec(fitting.optional(), z.string().regex(/^[^\0]*$/, 'holds a zero byte'), {
  decode: (cell) => unescaped(cell ?? ''),
  encode: (value) => (value === '' ? undefined : escaped(value)),
})

/** A whole number, not negative. */
export const whole = z.codec(z.string().regex(/^\d+$/), z.int().min(0), { decode: Number, encode: String })

/** Permissions, written with four octal digits. */
export const fileMode = z.codec(z.string().regex(/^[0-7]{4}$/), z.int().min(0).max(0o7777), {
  decode: (cell) => Number.parseInt(cell, 8),
  encode: (mode) => mode.toString(8).padStart(4, '0'),
})

/** A column: text on the instance, undefined where the cell is empty; several texts for the rest of a row. */
type Column = z.ZodType<unknown, string | undefined | string[]>
type Columns = Readonly<Record<string, Column>>

/** Cells as they are written, by the names of their columns. */
type Cells = Readonly<Record<string, string | undefined | string[]>>

/**
 * A table with a row a line.
 * @param about what it is for
 * @param columns in their order, each described
 * @param options `rest`: the last column is a list, and takes every further cell of its row
 */
export function table<C extends Columns>(
  about: string,
  columns: C,
  { rest = false }: { readonly rest?: boolean } = {},
): Table<readonly z.output<z.ZodObject<C>>[]> {
  const schema = z.array(z.strictObject(columns))
  const names = Object.keys(columns)
  return {
    about,
    columns: descriptions(columns),
    write: (rows) => {
      const encoded = attempt(() => z.encode(schema, [...rows], { reportInput: true })) as readonly Cells[]
      return encoded.map((row) => line(names.flatMap((name) => row[name]))).join('')
    },
    read: (text) => attempt(() => schema.parse(lines(text).map(rowReader(names, rest)), { reportInput: true })),
  }
}

/**
 * A table of keys and values: one object.
 * @param about what it is for
 * @param keys in their order, each described
 */
export function keyValueTable<K extends Columns>(about: string, keys: K): Table<z.output<z.ZodObject<K>>> {
  const schema = z.strictObject(keys)
  return {
    about,
    columns: descriptions(keys),
    write: (values) => {
      const encoded = attempt(() => z.encode(schema, values, { reportInput: true })) as Cells
      return Object.keys(keys)
        .map((key) => line([key, encoded[key]].flat()))
        .join('')
    },
    read: (text) => {
      const pairs = lines(text).map(rowReader(['key', 'value'], false))
      return attempt(() =>
        schema.parse(Object.fromEntries(pairs.map(({ key, value }) => [key, value])), { reportInput: true }),
      )
    },
  }
}

function descriptions(columns: Columns): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).map(([name, { description = '' }]) => [name, description]))
}

function line(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => cell ?? empty).join('\t')}\n`
}

function lines(text: string): string[][] {
  return text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('\t'))
}

/** @returns what gives the cells of a row their names */
function rowReader(names: readonly string[], rest: boolean): (cells: readonly string[], index: number) => Cells {
  const single = rest ? names.slice(0, -1) : names
  return (cells, index) => {
    if (cells.length < single.length || (!rest && cells.length > single.length))
      throw new TableError(`row ${index + 1} has ${cells.length} cells instead of ${single.length}`)
    const row = Object.fromEntries(single.map((name, at) => [name, cells[at] === empty ? undefined : cells[at]]))
    return rest ? { ...row, [names.at(-1) ?? '']: cells.slice(single.length) } : row
  }
}

/** @throws TableError that says which value is refused */
function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof z.ZodError ? new TableError(sentenceOf(error.issues[0])) : error
  }
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const where = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `row ${part + 1}` : String(part)))
  return `${where.join(', ')}: ${issue?.message}: ${JSON.stringify(issue?.input)}`
}
