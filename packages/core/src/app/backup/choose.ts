// Which backup is meant: an id, or the newest one.
import { GmError } from '@geuse/plugin-api'
import type { BackupPlace } from './place.js'
import type { BackupRow } from './work.js'

/** When it was made: `20261129T183000Z`. */
const backupIdPattern = /^\d{8}T\d{6}Z$/

/**
 * @param id as it was typed; the newest one without it
 * @throws GmError NOT_FOUND, CONFIG_INVALID for a torn one or what is no id
 */
export async function chosenBackup(
  place: BackupPlace,
  id: string | undefined,
  signal: AbortSignal,
): Promise<BackupRow> {
  const { stack_name: name } = place.document
  if (id !== undefined && !backupIdPattern.test(id)) throw noId(name, id)
  const { backups } = await place.instance(signal).backups()
  const row = id === undefined ? backups.findLast(({ torn }) => !torn) : backups.find((one) => one.id === id)
  if (row === undefined) {
    const text = id === undefined ? `${name} has no backup` : `${name} has no backup ${id}`
    throw new GmError('NOT_FOUND', text, { hints: [`gm backup list ${name}`, `gm backup ${name}`] })
  }
  if (row.torn || row.key === null)
    throw new GmError('CONFIG_INVALID', `The backup ${row.id} is torn: its manifest is not whole`, {
      hints: [`gm backup list ${name}`],
    })
  return row
}

function noId(name: string, id: string): GmError {
  return new GmError(
    'CONFIG_INVALID',
    `${JSON.stringify(id)} is no id of a backup, which looks like 20261129T183000Z`,
    {
      hints: [`gm backup list ${name}`],
    },
  )
}
