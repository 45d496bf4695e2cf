// Takes the lock of a stack away, whoever holds it: for the person who knows that its holder is dead.
import { breakLock } from '../state/lock.js'
import type { Host } from './host.js'
import { checkStackName } from './stack-name.js'

/** What was taken away. */
export interface Unlocked {
  /** The holder in words; null when there was no lock. */
  readonly holder: string | null
}

/** @returns who held it. A holder that lives on this host is named by pid, so that the person can look first */
export async function unlock(host: Host, name: string): Promise<Unlocked> {
  return { holder: (await breakLock(host.home.deployments, checkStackName(name))) ?? null }
}
