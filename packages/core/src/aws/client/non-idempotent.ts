// What the SDK would send again though it must not. Some calls have neither token nor name: sent twice, they make two
// things; for these an attempt whose answer was lost ends the call, and whoever asked looks first. And a quota that is
// used up does not come free by asking again.
import { isQuotaUsedUp, mayHaveActed } from '../errors/classify.js'

const neverTwice: ReadonlySet<string> = new Set(['CreateVpc', 'CreateInternetGateway', 'AllocateAddress'])

/** An attempt that may have taken effect. */
class AnswerLost extends Error {
  override readonly name = 'AnswerLost'
}

/**
 * @param operation the call
 * @param send one attempt
 * @throws errors that the SDK does not retry, instead of ones that it would
 */
export async function once<T>(operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    // Neither has a `cause`: the SDK looks through it for a reason to send again.
    if (isQuotaUsedUp(error)) throw Object.assign(new Error(messageOf(error)), { name: 'LimitExceeded' })
    if (!neverTwice.has(operation) || !mayHaveActed(error)) throw error
    throw new AnswerLost(`the answer was lost, it may have taken effect: ${messageOf(error)}`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
