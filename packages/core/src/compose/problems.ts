// Composition finds many things wrong at once; each becomes one GmError of the same code, gathered into one.
import { GmError } from '@geuse/plugin-api'

/** @param message one sentence that names service and key @param hints commands to type @returns a problem of the configuration */
export function problem(message: string, ...hints: string[]): GmError {
  return new GmError('CONFIG_INVALID', message, { hints })
}

/**
 * Stops when anything was found. One problem is told as several are, so that whoever reads them has one place to look.
 * @param what what was looked at, as the subject of the message, e.g. `The choice of services`
 * @param problems everything that was found, each with its own hints
 * @throws GmError CONFIG_INVALID holding all of them in `problems`
 */
export function stopAt(what: string, problems: readonly GmError[]): void {
  if (problems.length > 0) throw new GmError('CONFIG_INVALID', `${what} is not right`, { problems })
}
