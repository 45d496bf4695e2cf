// Composition finds many things wrong at once; each becomes one GmError of the same code, gathered into one.
import { GmError } from '@geuse/plugin-api'

/** @param message one sentence that names service and key @param hints commands to type @returns a problem of the configuration */
export function problem(message: string, ...hints: string[]): GmError {
  return new GmError('CONFIG_INVALID', message, { hints })
}

/**
 * Stops when anything was found.
 * @param what what was looked at, as the subject of the message, e.g. `The choice of services`
 * @param problems everything that was found
 * @throws GmError the one problem, or CONFIG_INVALID holding all of them in `problems`
 */
export function stopAt(what: string, problems: readonly GmError[]): void {
  const [first, ...more] = problems
  if (first === undefined) return
  if (more.length === 0) throw first
  const list = problems.map((one) => one.message).join('; ')
  throw new GmError('CONFIG_INVALID', `${what} has ${problems.length} problems: ${list}`, {
    hints: [...new Set(problems.flatMap((one) => one.hints))],
    problems,
  })
}
