// What the boot and containers wrote, in chunks, as `gmctl logs` tells it.
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'

type Chunk = AnswerOf<'logs'>
type Entry = Chunk['entries'][number]

/** Characters of an answer, as Systems Manager keeps 24,000. */
const mostCharacters = 21_000
const beginning = '1970-01-01T00:00:00.000000000Z'
/** After everything that was written: the end of what last lines are counted from. */
const end = '9999-01-01T00:00:00Z'

/** What can be told. */
export interface Written {
  /** Lines of the boot log. */
  readonly boot: readonly string[]
  /** Lines of containers, by name. */
  readonly containers: Readonly<Record<string, readonly string[]>>
}

/** Where a chunk begins. */
interface Place {
  readonly bootLines: number
  readonly time: string
  /** Of each container, its last lines. */
  readonly most: number | undefined
}

/** @returns what comes after the cursor and fits, and the cursor of what comes then */
export function logs(written: Written, { service, tail, cursor }: ParsedArgsOf<'logs'>): Chunk {
  const isAsked = (name: string): boolean => service === 'all' || name === service || name.startsWith(`${service}-`)
  const at = cursor === undefined ? firstPlace(written, tail) : placeOf(cursor)
  const boot = isAsked('boot') ? written.boot.slice(at.bootLines) : []
  const told = [
    ...boot.map((text): Entry => ({ source: 'boot', time: null, text })),
    ...containerLines(written, isAsked, at.most).filter(({ time }) => time > at.time),
  ]
  const entries = fitting(told)
  return { entries, cursor: cursorAfter(at, entries, told.length), more: entries.length < told.length }
}

function firstPlace({ boot }: Written, tail: number | undefined): Place {
  return { bootLines: Math.max(0, boot.length - (tail ?? Infinity)), time: beginning, most: tail }
}

function placeOf(cursor: string): Place {
  const [boot = '', time = '', window] = cursor.split('/')
  return {
    bootLines: Number(boot.split('.')[1]),
    time: time.replace(/\.\d+$/, ''),
    most: window === undefined ? undefined : Number(window.split('.')[1]),
  }
}

function cursorAfter(at: Place, entries: readonly Entry[], asked: number): string {
  const bootLines = at.bootLines + entries.filter(({ source }) => source === 'boot').length
  const time = entries.findLast((entry) => entry.time !== null)?.time ?? at.time
  const window = entries.length < asked && at.most !== undefined ? `/${end}.${at.most}` : ''
  return `1.${bootLines}/${time}.1${window}`
}

/** In the order of time; no two were written in the same moment. @param most of each container, its last ones */
function containerLines(
  { containers }: Written,
  isAsked: (name: string) => boolean,
  most: number | undefined,
): (Entry & { readonly time: string })[] {
  const lines = Object.entries(containers).flatMap(([source, texts], nth) =>
    texts
      .map((text, index) => ({ source, time: timeOf(index, nth), text }))
      .slice(Math.max(0, texts.length - (most ?? Infinity))),
  )
  return lines.filter(({ source }) => isAsked(source)).toSorted((a, b) => (a.time < b.time ? -1 : 1))
}

/** A line a second. */
function timeOf(second: number, nano: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString().replace(/\.\d+Z$/, '')
  return `${time}.${String(nano + 1).padStart(9, '0')}Z`
}

function fitting(entries: Chunk['entries']): Chunk['entries'] {
  let left = mostCharacters
  const cut = entries.findIndex((entry) => (left -= JSON.stringify(entry).length + 1) < 0)
  return cut === -1 ? entries : entries.slice(0, cut)
}
