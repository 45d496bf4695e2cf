// ClientToken: the same token with the same parameters gets the first answer again, with other parameters a mismatch.
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'

/** Honours `ClientToken`. A fleet that came back empty is a success too: its token is burnt. */
export const withClientToken: Middleware = (next) => (call, cx) => {
  const token = text(call.params, 'ClientToken')
  return token === undefined ? next(call, cx) : cx.state.tokens.once(call, token, () => next(call, cx))
}
