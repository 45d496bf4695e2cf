// Puts a backup in the place of what a stack has. The instance reads the backup as a whole first, backs up what is
// there, and goes back to that by itself when what it was given does not come up.
import type { StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { chosenBackup } from './choose.js'
import { demandVersions } from './versions.js'
import { adoptKeys, keepKeys, lendKeys } from './keys.js'
import { type BackupPlace, backupPlace, dataSecrets } from './place.js'
import { holding, workIn, type BackupRow } from './work.js'
import type { Host } from '../host.js'
import type { Running } from '../run/stack-operation.js'
import type { restored } from '../../output/backup.js'
import type { Told } from '../../output/told.js'

/** What is put back, and where. */
export interface RestoreRequest extends KnownStackRequest {
  /** Id of a backup of the stack. */
  readonly from: string
}

/** A backup that can be put back, as far as can be known from here. */
export interface PreparedRestore {
  readonly place: BackupPlace
  readonly backup: BackupRow
  /** Secrets that the stack's data needs now. */
  readonly secrets: readonly string[]
  /** Whether it is of another stack. */
  readonly foreign: boolean
}

/** How a restore ended. */
export type Restored = Told<typeof restored>

/** Restores a backup. */
export const restore: StackOperation<RestoreRequest, PreparedRestore, Restored> = {
  title: 'the restore',
  prepare: async (host, request, { signal }) => {
    const [place, registry] = await Promise.all([backupPlace(host, request), host.registry()])
    const backup = await chosenBackup(place, request.from, signal)
    demandVersions(place.document, registry, backup)
    return {
      place,
      backup,
      secrets: dataSecrets(place.document, registry),
      foreign: backup.stackId !== place.document.stack_id,
    }
  },
  run: runRestore,
}

function runRestore(host: Host, prepared: PreparedRestore, running: Running): Promise<Restored> {
  return holding(host, prepared.place, 'restore', () => putBackIn(host, prepared, running))
}

/** The same, in a run that holds the stack. */
export async function putBackIn(
  host: Host,
  { place, backup: { id, key: its }, secrets, foreign }: PreparedRestore,
  running: Running,
): Promise<Restored> {
  const { stack_name: name } = place.document
  const store = { clients: place.scope.clients, stack: place.stack }
  const key = await keepKeys(store, secrets)
  if (its !== null) await lendKeys(store, its)
  const work = {
    operation: 'restore',
    outcome: 'replaced',
    seconds: 300,
    begin: (instance) => instance.recover({ id, key, foreign: foreign ? 'yes' : 'no' }),
    hints: [`gm restore ${name} ${id}   # goes on watching, or tries again`, `gm backup list ${name}`],
  } as const satisfies Parameters<typeof workIn>[2]
  const backup = await workIn(host, place, work, running)
  return { stack: name, backup, adopted: its === null ? [] : await adoptKeys(store, its) }
}
