// What the parameter store refuses, and moto takes.
import { AwsError } from '../answer/aws-error.js'
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'

/** What a standard parameter holds, in characters (Systems Manager User Guide, Managing parameter tiers). */
const standardLimit = 4096

/** Refuses a value that is too long for a standard parameter; other tiers are not told apart further. */
export const limitsValue: Middleware = (next) => async (call, cx) => {
  const [value = '', tier = 'Standard'] = [text(call.params, 'Value'), text(call.params, 'Tier')]
  if (tier !== 'Standard' || value.length <= standardLimit) return next(call, cx)
  throw new AwsError(
    'ValidationException',
    `Standard tier parameters support a maximum parameter value of ${standardLimit} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
  )
}
