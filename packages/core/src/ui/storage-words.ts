// Where a service's data is and how much of it a lost machine takes along, in words that mean the same in the plan,
// the panel and the status.
import type { Service, Volume } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'

/** Where one volume's data is. */
export interface StorageRow {
  readonly service: string
  readonly volume: string
  readonly where: string
  /** What is lost at most when the machine is lost. */
  readonly loss: string
}

/** A volume on the machine's disk is copied to EFS by its service's own script, or by nobody. */
function storageWords(volume: Volume, copied: boolean): Pick<StorageRow, 'where' | 'loss'> {
  switch (volume.kind) {
    case 'shared':
      return { where: 'EFS', loss: 'nothing' }
    case 'block':
      return copied ? { where: 'disk, copies on EFS', loss: `the last ${formatDuration(volume.rpoSeconds * 1000)}` } : { where: 'disk', loss: 'everything in it' }
    case 'cache':
      return { where: 'disk', loss: 'all of it (made again)' }
  }
}

/** @param services chosen for the stack. @returns a row for each volume */
export function storageRows(services: readonly Pick<Service, 'id' | 'volumes' | 'hooks'>[]): StorageRow[] {
  return services.flatMap(({ id, volumes = {}, hooks }) => {
    return Object.entries(volumes).map(([volume, declared]) => ({ service: id, volume, ...storageWords(declared, hooks?.checkpoint !== undefined) }))
  })
}
