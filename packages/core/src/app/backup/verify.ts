// Verifies a backup: its instance reads it as a restore would, every checksum and every dump, and changes nothing.
import type { StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import type { BackedUp } from './backup.js'
import { chosenBackup } from './choose.js'
import { lendKeys } from './keys.js'
import { type BackupPlace, backupPlace } from './place.js'
import { workOn, type BackupRow } from './work.js'

/** Which one. */
export interface VerifyRequest extends KnownStackRequest {
  /** The newest one without it. */
  readonly id?: string | undefined
}

/** A backup that can be verified. */
export interface PreparedVerify {
  readonly place: BackupPlace
  readonly backup: BackupRow
}

/** Verifies a backup. */
export const verifyBackup: StackOperation<VerifyRequest, PreparedVerify, BackedUp> = {
  title: 'the verification',
  prepare: async (host, request, { signal }) => {
    const place = await backupPlace(host, request)
    return { place, backup: await chosenBackup(place, request.id, signal) }
  },
  run: async (host, { place, backup: { id, key } }, running) => {
    const { stack_name: stack } = place.document
    if (key !== null) await lendKeys({ clients: place.scope.clients, stack: place.stack }, key)
    const work = {
      operation: 'verify',
      outcome: 'passed',
      seconds: 60,
      begin: (instance) => instance.verify({ id }),
      hints: [`gm backup list ${stack}`, `gm backup ${stack}   # makes a new one`],
    } as const satisfies Parameters<typeof workOn>[2]
    return { stack, backup: await workOn(host, place, work, running) }
  },
}
