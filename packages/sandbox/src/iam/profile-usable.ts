// A new instance profile is not usable by EC2 for some seconds: the delay that every first deploy runs into.
import type { Context } from '../account/context.js'
import { succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, child, leaf } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'
import type { Middleware } from '../operations/operation.js'
import type { Call, Scope } from '../request/call.js'
import { type Params, text } from '../request/params.js'

function key(account: string, name: string): string {
  return `${account}/${name}`
}

/** The name of a profile that is given by name or by ARN. */
export function profileName(profile: Params): string | undefined {
  return text(profile, 'Name') ?? text(profile, 'Arn')?.split('/').at(-1)
}

/** Starts the wait of a profile that was made or changed. */
export const delaysProfile: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  const name = text(call.params, 'InstanceProfileName')
  if (succeeded(answer) && name !== undefined)
    cx.state.profiles.set(key(call.account, name), cx.clock.now() + delaySeconds('profileUsable') * 1000)
  return answer
}

/** The role of a profile as IAM has it; undefined where there is no such profile, '' where it holds no role. */
export async function roleOfProfile(
  scope: Scope,
  cx: Pick<Context, 'moto'>,
  name: string,
): Promise<string | undefined> {
  const found = await cx.moto
    .ask(scope, 'iam', 'GetInstanceProfile', { InstanceProfileName: name })
    .catch(() => undefined)
  if (!found) return undefined
  const roles = child(child(child(found, 'GetInstanceProfileResult'), 'InstanceProfile'), 'Roles')
  const members = roles['member']
  const first = (Array.isArray(members) ? members[0] : members) as XmlNode | undefined
  return first === undefined ? '' : leaf(first, 'RoleName')
}

/** EC2 names the parameter by which the profile was given. */
function notUsable(profile: Params): AwsError {
  const arn = text(profile, 'Arn')
  const said = arn === undefined ? [text(profile, 'Name'), 'name', 'name'] : [arn, 'arn', 'ARN']
  return new AwsError(
    'InvalidParameterValue',
    `Value (${said[0]}) for parameter iamInstanceProfile.${said[1]} is invalid. Invalid IAM Instance Profile ${said[2]}`,
  )
}

/**
 * Throws as EC2 does while a launch's instance profile is absent, too new, or without a role.
 * @param askedAt when the launch was asked for
 */
export async function checkProfile(call: Call, cx: Context, profile: Params, askedAt: number): Promise<void> {
  const name = profileName(profile)
  if (name === undefined) return
  const role = await roleOfProfile(call, cx, name)
  const usableAt = cx.state.profiles.get(key(call.account, name)) ?? 0
  if (role === undefined || usableAt > askedAt) throw notUsable(profile)
  if (role === '')
    throw new AwsError(
      'InvalidParameterValue',
      `IAM Instance Profile "arn:aws:iam::${call.account}:instance-profile/${name}" has no associated IAM Roles`,
    )
}
