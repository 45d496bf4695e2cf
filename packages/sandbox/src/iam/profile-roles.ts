// Taking a role out of a profile that it is not in: IAM says so, moto crashes.
import { AwsError } from '../answer/aws-error.js'
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'
import { roleOfProfile } from './profile-usable.js'

/** Refuses to remove a role that the profile does not hold. */
export const needsRoleInside: Middleware = (next) => async (call, cx) => {
  const [profile, role] = [text(call.params, 'InstanceProfileName'), text(call.params, 'RoleName')]
  const held = profile === undefined ? undefined : await roleOfProfile(call, cx, profile)
  if (held === undefined || held === role) return next(call, cx)
  throw new AwsError('NoSuchEntity', `Role ${role} does not exist in instance profile ${profile}.`, 404)
}
