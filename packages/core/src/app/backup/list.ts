// The backups of a stack, as its instance finds them on the file system.
import type { StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { type BackupPlace, backupPlace } from './place.js'
import type { listedBackups } from '../../output/backup.js'
import type { Told } from '../../output/told.js'

/** The backups of a stack, and what is done with one now. */
export type ListedBackups = Told<typeof listedBackups>

/** Lists backups, the oldest first. */
export const listBackups: StackOperation<KnownStackRequest, BackupPlace, ListedBackups> = {
  title: 'the list',
  prepare: backupPlace,
  run: async (_host, place, { signal }) => {
    const { backups, work } = await place.instance(signal).backups()
    return { stack: place.document.stack_name, backups, work }
  },
}
