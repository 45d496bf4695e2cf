// Temporary keys that the metadata service gives to an instance for its role.
import type { Launch } from '../instances/emulated-instance.js'

/** Temporary keys of an instance. Times are the wall clock's, which is the machine's, in milliseconds. */
export interface RoleKey {
  readonly accessKey: string
  readonly secretKey: string
  readonly token: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly launch: Launch
}
