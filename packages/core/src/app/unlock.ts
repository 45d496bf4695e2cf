// Takes the lock of a stack away, whoever holds it: for when its holder is known to have ended without releasing it.
import { breakLock, holderOf } from '../state/lock.js'
import type { Host } from './host.js'
import { unknownStack } from './stack/unknown.js'
import { checkStackName } from '../config/stack-name.js'

/** What was taken away. */
export interface Unlocked {
  /** The holder in words; null when there was no lock. */
  readonly holder: string | null
}

/**
 * @param host the world
 * @param name as it was typed; a stack whose document cannot be read may have a lock too
 * @returns who holds it in words, or undefined when it is not locked
 * @throws GmError STACK_UNKNOWN where there is neither a lock nor a stack
 */
export async function lockHolder(host: Host, name: string): Promise<string | undefined> {
  const holder = await holderOf(host.home.deployments, checkStackName(name))
  const known = await host.store.list()
  if (holder === undefined && !known.includes(name)) throw await unknownStack(name, known)
  return holder
}

/** @returns who held it. A holder that lives on this host is named by pid, so that the person can look first */
export async function unlock(host: Host, name: string): Promise<Unlocked> {
  return { holder: (await breakLock(host.home.deployments, checkStackName(name))) ?? null }
}
