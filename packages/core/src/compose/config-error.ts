// Composition finds many things wrong at once; each becomes one GmError of the same code.
import { GmError } from '@geuse/plugin-api'

/**
 * @param message one sentence that names service and key
 * @param hints commands to type
 * @returns a problem of the configuration
 */
export function configError(message: string, ...hints: string[]): GmError {
  return new GmError('CONFIG_INVALID', message, { hints })
}
