// Verifies a backup: its instance reads it as a restore would, every checksum and every dump, and changes nothing.
import type { backedUp } from '../../output/backup.js'
import type { Told } from '../../output/told.js'
import type { StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { chooseBackup, lendKeysOf, type BackupSource, type ChosenBackup } from './choose.js'
import { type BackupPlace, backupPlace } from './place.js'
import { holding, instanceStep, runSteps } from './work.js'

/** Which one. */
export interface VerifyRequest extends KnownStackRequest, BackupSource {}

/** A backup that can be verified. */
export interface PreparedVerify {
  readonly place: BackupPlace
  readonly chosen: ChosenBackup
}

/** How a verification ended. */
export type Verified = Told<typeof backedUp>

/** Verifies a backup. */
export const verifyBackup: StackOperation<VerifyRequest, PreparedVerify, Verified> = {
  title: 'the verification',
  prepare: async (host, request, { signal }) => {
    const place = await backupPlace(host, request)
    return { place, chosen: await chooseBackup(host, place, request, signal) }
  },
  run: (host, { place, chosen }, running) =>
    holding(host, place, 'verify', async () => {
      const { stack_name: stack } = place.document
      await lendKeysOf(place, chosen)
      const { row, from, bring } = chosen
      const read = instanceStep(host, place, {
        ...{ id: 'verify', outcome: 'passed', seconds: 60 },
        begin: (instance) => instance.verify({ id: row.id, from }),
      })
      const hints = [`gm backup list ${stack}`, `gm backup ${stack}   # makes a new one`]
      await runSteps(host, place, { operation: 'verify', steps: [...bring, read], hints }, running)
      return { stack, backup: row }
    }),
}
