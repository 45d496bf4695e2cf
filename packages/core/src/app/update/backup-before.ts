// The backup before an update that may change data: another version of a service makes its data into what the one
// before may not read.
import type { Registry } from '../../contributions/index.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Composition } from '../../stack/composition.js'
import type { Document } from '../../state/document.js'
import { backUpIn } from '../backup/backup.js'
import { dataSecrets, instancePlace } from '../backup/place.js'
import { composeConfig } from '../deploy/resolve-stack.js'
import type { Host, RunScope } from '../host.js'
import type { Running } from '../run/stack-operation.js'

/** How many backups stay: as many as `gm backup` leaves without being told. */
const keep = 7

/**
 * @param stored the stack as it stands
 * @param composition as it will be
 * @returns ids of services that start from another image, and so may change their data
 */
export function servicesAtStake(
  registry: Pick<Registry, 'services'>,
  stored: Pick<Document, 'config' | 'status'> | undefined,
  { described }: Pick<Composition, 'described'>,
): string[] {
  if (stored === undefined || stored.status !== 'running') return []
  const { services, primary, set = {} } = stored.config as Partial<DeployConfig>
  const before = composeConfig(registry, { set, ...(services && { services }), ...(primary && { primary }) })
  const was = new Map(before.described.map(({ id, images }) => [id, images.join(' ')]))
  return described.flatMap(({ id, images }) => (was.has(id) && was.get(id) !== images.join(' ') ? [id] : []))
}

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
