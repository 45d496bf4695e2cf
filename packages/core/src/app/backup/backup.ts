// Backs up a stack: its instance copies what every service keeps into a folder of the file system, closed with a key of
// the account's parameter store; on request it is brought here as a file too.
import type { Host } from '../host.js'
import type { Running, StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { downloadStep, newFile, pathOf, type NewFile, type WantedFile } from './download.js'
import { keepKeys } from './keys.js'
import { type BackupPlace, backupPlace, dataSecrets } from './place.js'
import { holding, instanceStep, runSteps, type BackupRow } from './work.js'
import type { madeBackup } from '../../output/backup.js'
import type { Told } from '../../output/told.js'

/** What is to be backed up. */
export interface BackupRequest extends KnownStackRequest {
  /** How many of the newest ones stay. */
  readonly keep: number
  /** Older ones go, but for the newest. */
  readonly keepDays?: number | undefined
  /** Where it goes beside the file system of the stack. */
  readonly file?: WantedFile | undefined
}

/** A stack that can be backed up. */
export interface PreparedBackup {
  readonly place: BackupPlace
  readonly request: BackupRequest
  readonly file: NewFile | undefined
  /** Secrets that its data needs, by their names below its path. */
  readonly secrets: readonly string[]
}

/** How a backup ended. */
export type MadeBackup = Told<typeof madeBackup>

/** Backs up a stack. */
export const backUp: StackOperation<BackupRequest, PreparedBackup, MadeBackup> = {
  title: 'the backup',
  prepare: async (host, request) => {
    const [place, registry] = await Promise.all([backupPlace(host, request), host.registry()])
    const file = request.file === undefined ? undefined : await newFile(request.file, place)
    return { place, request, file, secrets: dataSecrets(place.document, registry) }
  },
  run: runBackup,
}

function runBackup(
  host: Host,
  { place, request, file, secrets }: PreparedBackup,
  running: Running,
): Promise<MadeBackup> {
  const { keep, keepDays } = request
  return holding(host, place, 'backup', () => backUpIn(host, { place, secrets, keep, keepDays, file }, running))
}

/** What is backed up. */
export interface BackupWork
  extends Pick<BackupRequest, 'keep' | 'keepDays'>, Pick<PreparedBackup, 'place' | 'secrets'> {
  readonly file?: NewFile | undefined
}

/** The same, in a run that holds the stack. */
export async function backUpIn(
  host: Host,
  { place, secrets, keep, keepDays, file }: BackupWork,
  running: Running,
): Promise<MadeBackup> {
  const { stack_name: stack } = place.document
  const key = await keepKeys({ clients: place.scope.clients, stack: place.stack }, secrets)
  const days = keepDays === undefined ? {} : { days: keepDays }
  const made = Promise.withResolvers<BackupRow>()
  const copy = instanceStep(host, place, {
    ...{ id: 'backup', outcome: 'created', seconds: 60 },
    begin: (instance) => instance.backup({ key, keep, ...days }),
    done: made.resolve,
  })
  const steps = file === undefined ? [copy] : [copy, downloadStep(host, place, made.promise, file)]
  const hints = [
    `gm backup ${stack}   # goes on watching, or tries again`,
    `gm backup list ${stack}`,
    ...(file === undefined ? [] : [`gm backup download ${stack}   # brings the newest one here`]),
  ]
  await runSteps(host, place, { operation: 'backup', steps, hints }, running)
  const backup = await made.promise
  return { stack, backup, file: file === undefined ? null : pathOf(file, place, backup.id) }
}
