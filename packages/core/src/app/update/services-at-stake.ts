// Because of which services an update is backed up first: any other image may change data when it starts.
import type { Registry } from '../../contributions/index.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Composition } from '../../stack/composition.js'
import type { Document } from '../../state/document.js'
import { composeConfig } from '../deploy/resolve-stack.js'

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
