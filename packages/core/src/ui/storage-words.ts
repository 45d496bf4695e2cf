// Where a service's data is, and when it is lost, in words that mean the same in the plan, the panel, the status and
// the question before a destroy. They say what is so: a volume of the kind `block` is copied to EFS as often as its
// service asks for, and comes back on the next instance; nothing copies any other disk.
import type { Service } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import { labelled, line, segment, type Line } from './line.js'
import type { storageRow } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** Where one volume's data is. */
export type StorageRow = Told<typeof storageRow>

/**
 * @param services chosen for the stack
 * @returns a row for each volume
 */
export function storageRows(services: readonly Pick<Service, 'id' | 'volumes'>[]): StorageRow[] {
  return services.flatMap(({ id, volumes = {} }) =>
    Object.entries(volumes).map(([volume, declared]): StorageRow => ({
      service: id,
      volume,
      where: declared.kind === 'shared' ? 'EFS' : 'instance disk',
      lostWithInstance: declared.kind === 'cache',
      copiedEverySeconds: declared.kind === 'block' ? declared.rpoSeconds : null,
    })),
  )
}

/** Volumes by name, and by what becomes of them when the instance goes. */
export interface StorageNames {
  readonly kept: string
  /** Each with what is lost of it at most. */
  readonly copied: string
  readonly lost: string
}

/** @param rows where each volume is */
export function storageNames(rows: readonly StorageRow[]): StorageNames {
  const names = (which: (row: StorageRow) => boolean): string =>
    rows
      .filter(which)
      .map(
        ({ service, volume, copiedEverySeconds: seconds }) =>
          `${service}/${volume}${seconds === null ? '' : ` (the last ${formatDuration(seconds * 1000)} at most)`}`,
      )
      .join(', ')
  return {
    kept: names(({ where }) => where === 'EFS'),
    copied: names(({ copiedEverySeconds }) => copiedEverySeconds !== null),
    lost: names(({ lostWithInstance }) => lostWithInstance),
  }
}

/** @param rows where each volume is. @returns labelled lines that say when data is lost */
export function storageLines(rows: readonly StorageRow[]): Line[] {
  const { kept, copied, lost } = storageNames(rows)
  const group = (heading: string, names: string, tone: 'plain' | 'warning'): Line[] =>
    names === '' ? [] : [line(segment(heading, 'dim')), line(segment(names, tone))]
  const lines = [
    ...group('on EFS, kept when the instance goes:', kept, 'plain'),
    ...group("on the instance's disk, copied to EFS; lost of it when it goes without a warning:", copied, 'plain'),
    ...group("on the instance's disk, lost when it goes (destroy, spot interruption, replacement):", lost, 'warning'),
  ]
  return lines.map(({ left }, index) => labelled(index === 0 ? 'Data' : '', ...left))
}

/** @returns a volume of an instance that is gone: of what it had on its disk there is the last copy */
export function lastCopyOf(row: StorageRow): StorageRow {
  if (row.copiedEverySeconds === null) return row
  return { ...row, volume: `${row.volume} (its last copy)`, where: 'EFS', copiedEverySeconds: null }
}

/** The newest copy of what a service has on the instance's disk. */
export interface Copy {
  readonly service: string
  /** Seconds; null while there is none. */
  readonly ageSeconds: number | null
  /** How old it may be. */
  readonly rpoSeconds: number | null
  /** Why the last attempt came to nothing. */
  readonly error: string | null
}

/** @returns where the data of a service is, in a few words, and how old its copy is */
export function dataWords(service: string, rows: readonly StorageRow[], copies: readonly Copy[]): string {
  const own = rows.filter((row) => row.service === service)
  const copy = copies.find((one) => one.service === service)
  if (own.some(({ copiedEverySeconds }) => copiedEverySeconds !== null))
    return copy === undefined || copy.ageSeconds === null
      ? 'disk, no copy yet'
      : `disk, copied ${agoWords(copy.ageSeconds)}`
  if (own.some(({ lostWithInstance }) => lostWithInstance)) return 'disk, not copied'
  return own.length > 0 ? 'EFS' : ''
}

/** @returns a sentence for each service whose copy is older than it may be */
export function copyWarnings(copies: readonly Copy[]): string[] {
  return copies.flatMap(({ service, ageSeconds, rpoSeconds, error }) => {
    const isLate = ageSeconds !== null && rpoSeconds !== null && ageSeconds > rpoSeconds * patience
    if (!isLate && (error === null || ageSeconds !== null)) return []
    const age = ageSeconds === null ? 'There is no copy yet' : `The newest copy is of ${agoWords(ageSeconds)}`
    return [`${age} of what ${service} has on the instance's disk${error === null ? '' : `: ${error}`}`]
  })
}

/** A copy is not late before one more could have been made. */
const patience = 2

function agoWords(seconds: number): string {
  return seconds < 1 ? 'just now' : `${formatDuration(seconds * 1000)} ago`
}

/** A file system that stays, in bytes and USD a GB and month, where AWS tells them. */
export interface KeptBytes {
  readonly bytes: number | null
  readonly pricePerGbMonth: number | null
}

const gigabyte = 1024 ** 3

/**
 * @param kept what is known of it
 * @returns a sentence about what it costs
 */
export function keptWords({ bytes, pricePerGbMonth }: KeptBytes): string {
  if (pricePerGbMonth === null)
    return `EFS bills its storage by the GB and month${bytes === null ? '' : `; it holds ${byteWords(bytes)}`}.`
  const price = `$${pricePerGbMonth.toFixed(2)} a GB and month`
  if (bytes === null) return `Its file system costs ${price}.`
  const month = (bytes / gigabyte) * pricePerGbMonth
  return `Its file system holds ${byteWords(bytes)}; at ${price} that is ${month < 0.01 ? 'less than a cent' : `about $${month.toFixed(2)}`} a month.`
}

/** @returns `12 KiB`, `1.5 GiB` */
export function byteWords(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)))
  return `${(bytes / 1024 ** power).toFixed(bytes < gigabyte ? 0 : 1)} ${units[power - 1] ?? ''}`
}
