// What the account remembers of ClientTokens: which parameters came with each, and what they led to.
import { createHash } from 'node:crypto'
import { type Answer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Call } from '../request/call.js'
import { flatten } from '../request/query-form.js'

interface Remembered {
  readonly fingerprint: string
  readonly answer: Promise<Answer>
}

function key(call: Call, token: string): string {
  return [call.account, call.region, call.operation, token].join('/')
}

function fingerprint(call: Call): string {
  const { ClientToken: _token, ...params } = call.params
  const pairs = flatten(params)
    .map((pair) => pair.join('='))
    .sort()
  return createHash('sha256').update(pairs.join('\n')).digest('hex')
}

function mismatch(token: string): AwsError {
  return new AwsError(
    'IdempotentParameterMismatch',
    `Arguments on this idempotent request are inconsistent with arguments used in previous request(s) with the client token ${token}.`,
  )
}

/** The tokens that the account has seen, with what they led to. */
export class TokenBook {
  readonly #seen = new Map<string, Remembered>()

  /** Answers from memory, or makes the call and remembers it if it succeeded. Calls side by side share one answer. */
  async once(call: Call, token: string, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#seen.get(key(call, token))
    if (known && known.fingerprint !== fingerprint(call)) throw mismatch(token)
    if (known) return known.answer
    const answer = make()
    this.#seen.set(key(call, token), { fingerprint: fingerprint(call), answer })
    const keep = await answer.then(succeeded, () => false)
    if (!keep) this.#seen.delete(key(call, token))
    return answer
  }
}
