// Where a service's data is and how much of it a lost instance takes along, in words that mean the same in the plan,
// the panel and the status.
import type { Service, Volume } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'

/** Where one volume's data is. */
export interface StorageRow {
  readonly service: string
  readonly volume: string
  readonly where: string
  /** What is lost at most when the instance is lost. */
  readonly loss: string
}

/** A volume on the instance's disk is copied to EFS by its service's own script, or by nobody. */
function storageWords(volume: Volume, copied: boolean): Pick<StorageRow, 'where' | 'loss'> {
  switch (volume.kind) {
    case 'shared':
      return { where: 'EFS', loss: 'nothing' }
    case 'block':
      return copied
        ? { where: 'disk, copies on EFS', loss: `the last ${formatDuration(volume.rpoSeconds * 1000)}` }
        : { where: 'disk', loss: 'everything in it' }
    case 'cache':
      return { where: 'disk', loss: 'all of it (made again)' }
  }
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

/** @param services chosen for the stack. @returns a row for each volume */
export function storageRows(services: readonly Pick<Service, 'id' | 'volumes' | 'hooks'>[]): StorageRow[] {
  return services.flatMap(({ id, volumes = {}, hooks }) => {
    return Object.entries(volumes).map(([volume, declared]) => ({
      service: id,
      volume,
      ...storageWords(declared, hooks?.checkpoint !== undefined),
    }))
  })
}
