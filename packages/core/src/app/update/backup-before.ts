// The backup before an update that may change data: another version of a service makes its data into what the one
// before may not read.
import type { Registry } from '../../contributions/index.js'
import type { Document } from '../../state/document.js'
import { backUpIn } from '../backup/backup.js'
import { dataSecrets, instancePlace } from '../backup/place.js'
import type { Host, RunScope } from '../host.js'
import type { Running } from '../run/stack-operation.js'

/** How many backups stay: the most that `gm backup` can be told to keep, so that none goes by an update. */
const keep = 24

/** A stack in a run that holds it. */
export interface HeldStack {
  /** As it is recorded now. */
  readonly document: Document
  readonly registry: Registry
  readonly scope: RunScope
}

/**
 * Makes a backup.
 * @returns its id
 * @throws GmError CLOUD_FAILED in the instance's words; nothing was changed
 */
export async function backUpBefore(host: Host, held: HeldStack, running: Running): Promise<string> {
  const place = instancePlace(host, held.document, held.scope)
  const { backup } = await backUpIn(host, { place, keep, secrets: dataSecrets(held.document, held.registry) }, running)
  return backup.id
}
