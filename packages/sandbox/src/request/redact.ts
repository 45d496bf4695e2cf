// What a journal may keep of a call: everything but the values of secrets.
import type { Call } from './call.js'
import type { Params } from './params.js'

const secret: Readonly<Record<string, readonly string[]>> = { PutParameter: ['Value'] }

/** The parameters of a call with secret values replaced. */
export function redact({ operation, params }: Call): Params {
  const hidden = secret[operation] ?? []
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, hidden.includes(name) ? '[redacted]' : value]),
  )
}
