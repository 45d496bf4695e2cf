// Codes of a device: six digits, each good for one call.
import { AwsError } from '../answer/aws-error.js'
import { text } from '../request/params.js'
import type { Middleware } from './operation.js'

/** Refuses a code that is none, or that was used before. */
export const demandFreshCode: Middleware = (next) => async (call, cx) => {
  const serial = text(call.params, 'SerialNumber')
  if (serial === undefined) return next(call, cx)
  const code = text(call.params, 'TokenCode') ?? ''
  const used = `${serial} ${code}`
  if (!/^\d{6}$/.test(code) || cx.state.mfaCodes.has(used))
    throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403)
  cx.state.mfaCodes.add(used)
  return next(call, cx)
}
