// What AWS always tells, taken out of its answers. The SDK types every field as one that may be missing; one that is
// missing after all must not become part of an id or a recorded output.
import { GmError } from '@geuse/plugin-api'

/**
 * @param value a field of an answer
 * @param what the field, as AWS calls it, e.g. `VpcId`
 * @returns the field
 * @throws GmError CLOUD_FAILED when AWS left it out
 */
export function required<T>(value: T | undefined, what: string): T {
  if (value !== undefined && value !== '') return value
  throw new GmError('CLOUD_FAILED', `AWS answered without ${what}`)
}
