// Backs up a stack: its instance copies what every service keeps into a folder of the file system, closed with a key of
// the account's parameter store.
import type { Host } from '../host.js'
import type { Running, StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { keepKeys } from './keys.js'
import { type BackupPlace, backupPlace, dataSecrets } from './place.js'
import { holding, workIn } from './work.js'
import type { backedUp } from '../../output/backup.js'
import type { Told } from '../../output/told.js'

/** What is to be backed up. */
export interface BackupRequest extends KnownStackRequest {
  /** How many of the newest ones stay. */
  readonly keep: number
  /** Older ones go, but for the newest. */
  readonly keepDays?: number | undefined
}

/** A stack that can be backed up. */
export interface PreparedBackup {
  readonly place: BackupPlace
  readonly request: BackupRequest
  /** Secrets that its data needs, by their names below its path. */
  readonly secrets: readonly string[]
}

/** How a backup ended. */
export type BackedUp = Told<typeof backedUp>

/** Backs up a stack. */
export const backUp: StackOperation<BackupRequest, PreparedBackup, BackedUp> = {
  title: 'the backup',
  prepare: async (host, request) => {
    const [place, registry] = await Promise.all([backupPlace(host, request), host.registry()])
    return { place, request, secrets: dataSecrets(place.document, registry) }
  },
  run: runBackup,
}

function runBackup(host: Host, { place, request, secrets }: PreparedBackup, running: Running): Promise<BackedUp> {
  const { keep, keepDays } = request
  return holding(host, place, 'backup', () => backUpIn(host, { place, secrets, keep, keepDays }, running))
}

/** What is backed up. */
export interface BackupWork
  extends Pick<BackupRequest, 'keep' | 'keepDays'>, Pick<PreparedBackup, 'place' | 'secrets'> {}

/** The same, in a run that holds the stack. */
export async function backUpIn(
  host: Host,
  { place, secrets, keep, keepDays }: BackupWork,
  running: Running,
): Promise<BackedUp> {
  const { stack_name: stack } = place.document
  const key = await keepKeys({ clients: place.scope.clients, stack: place.stack }, secrets)
  const days = keepDays === undefined ? {} : { days: keepDays }
  const backup = await workIn(
    host,
    place,
    {
      operation: 'backup',
      outcome: 'created',
      seconds: 60,
      begin: (instance) => instance.backup({ key, keep, ...days }),
      hints: [`gm backup ${stack}   # goes on watching, or tries again`, `gm backup list ${stack}`],
    },
    running,
  )
  return { stack, backup }
}
