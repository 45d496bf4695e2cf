// Data that outlived its instance is read by what wrote it: a deploy over it is refused settings that make it
// another's.
import { GmError } from '@geuse/plugin-api'
import type { DeployConfig } from '../../config/resolve.js'
import type { Registry } from '../../contributions/index.js'
import type { Composition } from '../../stack/composition.js'
import type { Document } from '../../state/document.js'
import { composeConfig } from './resolve-stack.js'

/**
 * @param stored what is recorded of the stack
 * @param composition what it is to be
 * @throws GmError CONFIG_INVALID naming every service that could not read its data
 */
export function demandReadableData(
  registry: Pick<Registry, 'services'>,
  stored: Pick<Document, 'config' | 'nodes' | 'stack_name'>,
  composition: Composition,
): void {
  const isKept = Object.values(stored.nodes).some(({ keeps, status }) => keeps === 'data' && status !== 'gone')
  if (!isKept) return
  const { services, primary, set = {} } = stored.config as Partial<DeployConfig>
  const before = composeConfig(registry, { set, ...(services && { services }), ...(primary && { primary }) })
  const problems = composition.described.flatMap(({ id, dataFormat }) => {
    const written = before.described.find((one) => one.id === id)?.dataFormat ?? null
    return written === null || dataFormat === null || written === dataFormat
      ? []
      : [unreadable(stored.stack_name, id, written, dataFormat)]
  })
  if (problems.length > 0) throw GmError.all('this stack cannot be deployed so', problems)
}

function unreadable(name: string, id: string, written: string, asked: string): GmError {
  return new GmError(
    'CONFIG_INVALID',
    `${id}: the data that was kept of ${name} is of ${written}, and not of ${asked}`,
    {
      hints: [`gm deploy ${name}   # as it was`, `gm destroy ${name} --delete-data   # gives the data up`],
    },
  )
}
