// The number of a port of a service, however the service declares it.
import type { Service } from '@geuse/plugin-api'

/** @param declared a number, or a number of a port that only other containers reach */
export function portNumber(declared: Service['ports'][string]): number {
  return typeof declared === 'number' ? declared : declared.port
}
