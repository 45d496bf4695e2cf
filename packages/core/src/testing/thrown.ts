// What a function throws, for tests that look at it closely.
import { asGmError, type GmError } from '@geuse/plugin-api'

/** @returns the failure that a function ends with. @throws Error when it ends well */
export function thrown(run: () => unknown): GmError {
  try {
    run()
  } catch (error) {
    return asGmError(error)
  }
  throw new Error('nothing was thrown')
}
