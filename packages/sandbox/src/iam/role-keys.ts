// Credentials of an instance's role, as the metadata service gives them out, and what a call that is signed with them
// may do.
import { randomBytes } from 'node:crypto'
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import type { Launch } from '../instances/emulated-instance.js'
import { rights } from '../instances/surroundings.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { keyExpired, keyUnknown } from '../request/credentials.js'
import { type Params, records, text, texts } from '../request/params.js'
import type { RoleKey } from './role-key.js'

/** Keys are good for six hours, and new ones are there five minutes before (EC2 User Guide, instance profiles). */
const lifeMs = 6 * 60 * 60_000
const overlapMs = 5 * 60_000

/** @returns keys of an instance that are good for a while yet */
export function roleKeyOf({ state }: Pick<Context, 'state'>, launch: Launch): RoleKey {
  const now = Date.now()
  const known = [...state.roleKeys.values()].find(
    (key) => key.launch.instanceId === launch.instanceId && key.expiresAt - overlapMs > now,
  )
  if (known !== undefined) return known
  const key: RoleKey = {
    // The account is read from the digits of a key.
    accessKey: `ASIA${launch.account}${letters(4)}`,
    secretKey: randomBytes(30).toString('base64'),
    token: randomBytes(192).toString('base64'),
    issuedAt: now,
    expiresAt: now + lifeMs,
    launch,
  }
  state.roleKeys.set(key.accessKey, key)
  return key
}

/**
 * Throws as AWS does where a call is signed with an instance's keys that are not good, or its role may not do it. Calls
 * of others pass.
 */
export async function checkRole(call: Call, cx: Context): Promise<void> {
  if (!call.accessKey.startsWith('ASIA') || cx.state.sessionKeys.has(call.accessKey)) return
  const key = cx.state.roleKeys.get(call.accessKey)
  if (key === undefined || call.wire.headers['x-amz-security-token'] !== key.token) throw keyUnknown(call)
  if (Date.now() > key.expiresAt) throw keyExpired(call)
  if (call.service === 'sts') return
  const may = await rights(cx, key.launch)
  const action = `${call.service === 'efs' ? 'elasticfilesystem' : call.service}:${call.operation}`
  for (const resource of resourcesOf(call))
    if (!may({ action, resource, context: { 'aws:tagkeys': tagKeys(call.params) } }))
      throw denied(call, action, resource)
}

/** AssumeRole: whoever was given these keys is no instance. */
export const rememberSession: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  const [, key] = /<AccessKeyId>(\w+)</.exec(answer.body) ?? []
  if (key !== undefined) cx.state.sessionKeys.add(key)
  return answer
}

function letters(count: number): string {
  return [...randomBytes(count)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('')
}

function tagKeys(params: Params): string[] {
  return records(params, 'Tag').map((tag) => text(tag, 'Key') ?? '')
}

/** The resources of a call that policies of instances speak of; `*` for those that have none. */
function resourcesOf({ service, region, account, params }: Call): readonly string[] {
  if (service === 'ssm') {
    const names = [text(params, 'Path'), text(params, 'Name'), ...texts(params, 'Names')].filter(
      (name) => name !== undefined,
    )
    return names.length === 0 ? ['*'] : names.map((name) => `arn:aws:ssm:${region}:${account}:parameter${name}`)
  }
  const instances = texts(params, 'ResourceId').filter((id) => id.startsWith('i-'))
  return instances.length === 0 ? ['*'] : instances.map((id) => `arn:aws:ec2:${region}:${account}:instance/${id}`)
}

function denied({ service, account }: Call, action: string, resource: string): AwsError {
  const user = `arn:aws:sts::${account}:assumed-role`
  const words = `User: ${user} is not authorized to perform: ${action} on resource: ${resource}`
  return service === 'ec2'
    ? new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${words}`, 403)
    : new AwsError('AccessDeniedException', words)
}
