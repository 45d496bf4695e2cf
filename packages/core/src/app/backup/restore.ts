// Puts a backup in the place of what a stack has. The instance reads the backup as a whole first, backs up what is
// there, and goes back to that by itself when what it was given does not come up.
import type { StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { chooseBackup, lendKeysOf, type BackupSource, type ChosenBackup } from './choose.js'
import { demandVersions } from './versions.js'
import { adoptKeys, keepKeys } from './keys.js'
import { type BackupPlace, backupPlace, dataSecrets } from './place.js'
import { holding, instanceStep, runSteps } from './work.js'
import type { Host } from '../host.js'
import type { Running } from '../run/stack-operation.js'
import type { restored } from '../../output/backup.js'
import type { Told } from '../../output/told.js'

/** What is put back, and where. */
export interface RestoreRequest extends KnownStackRequest, BackupSource {}

/** A backup that can be put back, as far as can be known from here. */
export interface PreparedRestore {
  readonly place: BackupPlace
  readonly chosen: ChosenBackup
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
    const chosen = await chooseBackup(host, place, request, signal)
    demandVersions(place.document, registry, chosen.row)
    return {
      place,
      chosen,
      secrets: dataSecrets(place.document, registry),
      foreign: chosen.row.stackId !== place.document.stack_id,
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
  { place, chosen, secrets, foreign }: PreparedRestore,
  running: Running,
): Promise<Restored> {
  const { stack_name: name } = place.document
  const { row, from, bring } = chosen
  const store = { clients: place.scope.clients, stack: place.stack }
  const key = await keepKeys(store, secrets)
  await lendKeysOf(place, chosen)
  const put = instanceStep(host, place, {
    ...{ id: 'restore', outcome: 'replaced', seconds: 300 },
    begin: (instance) => instance.recover({ id: row.id, key, foreign: foreign ? 'yes' : 'no', from }),
  })
  const again = from === 'backups' ? row.id : 'FILE'
  const hints = [`gm restore ${name} ${again}   # goes on watching, or tries again`, `gm backup list ${name}`]
  await runSteps(host, place, { operation: 'restore', steps: [...bring, put], hints }, running)
  return { stack: name, backup: row, adopted: row.key === null ? [] : await adoptKeys(store, row.key) }
}
