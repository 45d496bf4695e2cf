// Where a service's data is, and when it is lost, in words that mean the same in the plan, the panel, the status and
// the question before a destroy. They say what is so: nothing copies what is on the instance's disk.
import type { Service } from '@geuse/plugin-api'
import { labelled, line, segment, type Line } from './line.js'

/** Where one volume's data is. */
export interface StorageRow {
  readonly service: string
  readonly volume: string
  readonly where: 'EFS' | 'instance disk'
  /** Whether it is lost when the instance goes: with a destroy, a spot interruption, a replacement. */
  readonly lostWithInstance: boolean
}

/**
 * @param services chosen for the stack
 * @returns a row for each volume. What a service's scripts could copy counts as lost, as nothing runs them yet
 */
export function storageRows(services: readonly Pick<Service, 'id' | 'volumes'>[]): StorageRow[] {
  return services.flatMap(({ id, volumes = {} }) =>
    Object.entries(volumes).map(([volume, { kind }]): StorageRow => {
      const shared = kind === 'shared'
      return { service: id, volume, where: shared ? 'EFS' : 'instance disk', lostWithInstance: !shared }
    }),
  )
}

/** @param rows where each volume is. @returns those that outlive the instance, and those that do not, by name */
export function storageNames(rows: readonly StorageRow[]): { readonly kept: string; readonly lost: string } {
  const names = (lost: boolean): string =>
    rows
      .filter(({ lostWithInstance }) => lostWithInstance === lost)
      .map(({ service, volume }) => `${service}/${volume}`)
      .join(', ')
  return { kept: names(false), lost: names(true) }
}

/** @param rows where each volume is. @returns labelled lines that say when data is lost */
export function storageLines(rows: readonly StorageRow[]): Line[] {
  const { kept, lost } = storageNames(rows)
  const group = (heading: string, names: string, tone: 'plain' | 'warning'): Line[] =>
    names === '' ? [] : [line(segment(heading, 'dim')), line(segment(names, tone))]
  const lines = [
    ...group('on EFS, kept when the instance goes:', kept, 'plain'),
    ...group("on the instance's disk, lost when it goes (destroy, spot interruption, replacement):", lost, 'warning'),
  ]
  return lines.map(({ left }, index) => labelled(index === 0 ? 'Data' : '', ...left))
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
    return `EFS bills its storage by the GB and month${bytes === null ? '' : `; it holds ${sizeWords(bytes)}`}.`
  const price = `$${pricePerGbMonth.toFixed(2)} a GB and month`
  if (bytes === null) return `Its file system costs ${price}.`
  const month = (bytes / gigabyte) * pricePerGbMonth
  return `Its file system holds ${sizeWords(bytes)}; at ${price} that is ${month < 0.01 ? 'less than a cent' : `about $${month.toFixed(2)}`} a month.`
}

function sizeWords(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)))
  return `${(bytes / 1024 ** power).toFixed(bytes < gigabyte ? 0 : 1)} ${units[power - 1] ?? ''}`
}
