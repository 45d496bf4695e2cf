// Some calls have neither token nor name: sent twice, they make two things. The SDK sends again whatever it takes for
// a broken connection, so for these an attempt whose answer was lost ends the call, and the resource looks first.
import { mayHaveActed } from './classify.js'

const neverTwice: ReadonlySet<string> = new Set(['CreateVpc', 'CreateInternetGateway', 'AllocateAddress'])

/** An attempt that may have taken effect. */
class AnswerLost extends Error {
  override readonly name = 'AnswerLost'
}

/**
 * @param operation the call
 * @param send one attempt
 * @throws AnswerLost, which the SDK does not retry, instead of an error that it would
 */
export async function once<T>(operation: string, send: () => Promise<T>): Promise<T> {
  if (!neverTwice.has(operation)) return send()
  try {
    return await send()
  } catch (error) {
    if (!mayHaveActed(error)) throw error
    throw new AnswerLost('the answer was lost; it may have taken effect', { cause: error })
  }
}
