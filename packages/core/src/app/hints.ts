// A failure leaves a use case with the commands that go on from it.
import { GmError } from '@geuse/plugin-api'

/**
 * @param error what failed
 * @param hints commands to type, after those that it brings
 * @returns the same failure with both
 */
export function withHints(error: GmError, hints: readonly string[]): GmError {
  const { code, message, cause, problems, plugin } = error
  return new GmError(code, message, {
    hints: [...error.hints, ...hints],
    cause,
    problems,
    ...(plugin === undefined ? {} : { plugin }),
  })
}
