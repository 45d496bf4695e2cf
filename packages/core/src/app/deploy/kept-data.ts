// Data that outlived its instance is read by what wrote it: a deploy over it is refused settings that make it
// another's.
import { GmError } from '@geuse/plugin-api'
import type { DeployConfig } from '../../config/resolve.js'
import { composeConfig, type ResolvedStack } from './resolve-stack.js'

/**
 * @param resolved what is asked for, of a stack that may be there
 * @throws GmError CONFIG_INVALID naming every service that could not read its data
 */
export function demandReadableData({
  registry,
  stored,
  composition,
}: Pick<ResolvedStack, 'registry' | 'stored' | 'composition'>): void {
  if (stored === undefined) return
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
