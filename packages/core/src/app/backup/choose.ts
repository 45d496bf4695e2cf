// Which backup is meant: an id, the newest one, or a file.
import { GmError } from '@geuse/plugin-api'
import type { Host } from '../host.js'
import { type KnownFile, openFile, uploadStep } from './file/brought.js'
import { lendKeys } from './keys.js'
import type { BackupPlace } from './place.js'
import type { BackupRow, Step } from './work.js'

/** A backup of the stack by its id, the newest one without it; or a file. */
export interface BackupSource {
  readonly id?: string | undefined
  readonly file?: KnownFile | undefined
}

/** A backup that was found. */
export interface ChosenBackup {
  readonly row: BackupRow
  /** Where the instance reads it. */
  readonly from: 'backups' | 'incoming'
  /** Has the instance able to read it: what is in a file is brought to it. */
  readonly bring: readonly Step[]
}

/** When it was made: `20261129T183000Z`. */
const backupIdPattern = /^\d{8}T\d{6}Z$/

/** @returns whether it is an id of a backup; anything else is a file */
export function isBackupId(text: string): boolean {
  return backupIdPattern.test(text)
}

/** @throws GmError as `chosenBackup` and `openFile` */
export async function chooseBackup(
  host: Host,
  place: BackupPlace,
  { id, file }: BackupSource,
  signal: AbortSignal,
): Promise<ChosenBackup> {
  if (file === undefined) return { row: await chosenBackup(place, id, signal), from: 'backups', bring: [] }
  const opened = await openFile(file)
  return { row: opened.row, from: 'incoming', bring: [uploadStep(host, place, opened)] }
}

/** Has the instance able to open a backup that lies on the stack's file system. */
export async function lendKeysOf({ scope, stack }: BackupPlace, { row, from }: ChosenBackup): Promise<void> {
  if (from === 'backups' && row.key !== null) await lendKeys({ clients: scope.clients, stack }, row.key)
}

/**
 * @param id as it was typed; the newest one without it
 * @throws GmError NOT_FOUND, CONFIG_INVALID for a torn one
 */
export async function chosenBackup(
  place: BackupPlace,
  id: string | undefined,
  signal: AbortSignal,
): Promise<BackupRow> {
  const { stack_name: name } = place.document
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
