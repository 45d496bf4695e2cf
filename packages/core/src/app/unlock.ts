// Takes the lock of a stack away, whoever holds it: for when its holder is known to have ended without releasing it.
import { breakLock, holderOf } from '../state/lock.js'
import type { Host } from './host.js'
import type { StackOperation } from './run/stack-operation.js'
import type { KnownStackRequest } from './stack/load.js'
import { unknownStack } from './stack/unknown.js'
import { checkStackName } from '../config/stack-name.js'
import type { unlocked } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** What was taken away. */
export type Unlocked = Told<typeof unlocked>

/** A lock that could be taken away. */
export interface PreparedUnlock {
  readonly name: string
  /** Who holds it in words; null when there is no lock. */
  readonly holder: string | null
}

/** Takes the lock of a stack away. A holder that lives on this host is named by pid, so that it can be looked at. */
export const unlock: StackOperation<Pick<KnownStackRequest, 'name'>, PreparedUnlock, Unlocked> = {
  title: 'the unlock',
  prepare: findHolder,
  async run(host, { name }) {
    return { holder: (await breakLock(host.home.deployments, name)) ?? null }
  },
}

/**
 * A stack whose document cannot be read may have a lock too.
 * @throws GmError STACK_UNKNOWN where there is neither a lock nor a stack
 */
async function findHolder(host: Host, { name }: Pick<KnownStackRequest, 'name'>): Promise<PreparedUnlock> {
  const holder = await holderOf(host.home.deployments, checkStackName(name))
  const known = await host.store.list()
  if (holder === undefined && !known.includes(name)) throw await unknownStack(name, known)
  return { name, holder: holder ?? null }
}
