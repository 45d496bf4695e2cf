// Which machines an account is to have, as it is typed.
import { GmError } from '@geuse/plugin-api'
import { realMachinesHere } from '../machines/open.js'

/** What an account can be made of. */
export type MachineKind = 'real' | 'simulated'

/**
 * @param asked `real`, `simulated`, `auto`, or nothing
 * @returns what they come to; undefined where nothing was asked
 * @throws GmError NOT_FOUND where real ones were asked for and cannot be had
 */
export async function machinesOf(asked: string | undefined): Promise<MachineKind | undefined> {
  if (asked === undefined || asked === 'simulated') return asked
  const here = await realMachinesHere()
  if (!('reason' in here)) return 'real'
  if (asked === 'auto') return 'simulated'
  throw new GmError('NOT_FOUND', here.reason)
}
