// What a call may do that is signed with an instance's keys.
import { expect } from 'chai'
import type { Context } from '../account/context.js'
import { newAccountState } from '../account/new-account-state.js'
import type { AwsError } from '../answer/aws-error.js'
import type { XmlNode } from '../answer/xml.js'
import type { Launch } from '../instances/emulated-instance.js'
import type { Call } from '../request/call.js'
import type { Params } from '../request/params.js'
import { checkRole, roleKeyOf } from './role-keys.js'

const launch = { instanceId: 'i-0a', account: '123456789012', region: 'eu-west-1', profile: 'p' } as Launch

const policy = {
  Statement: [
    { Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: 'arn:aws:ssm:*:*:parameter/mine*' },
    { Effect: 'Allow', Action: 'ec2:CreateTags', Resource: '${ec2:SourceInstanceARN}' },
  ],
}

const answers: Readonly<Record<string, XmlNode>> = {
  GetInstanceProfile: { GetInstanceProfileResult: { InstanceProfile: { Roles: { member: { RoleName: 'r' } } } } },
  GetRole: { GetRoleResult: { Role: { AssumeRolePolicyDocument: 'ec2.amazonaws.com' } } },
  ListRolePolicies: { ListRolePoliciesResult: { PolicyNames: { member: 'one' } } },
  GetRolePolicy: { GetRolePolicyResult: { PolicyDocument: JSON.stringify(policy) } },
  ListAttachedRolePolicies: { ListAttachedRolePoliciesResult: { AttachedPolicies: '' } },
  DescribeTags: { tagSet: '' },
}

describe("an instance's keys", () => {
  const state = newAccountState(new AbortController().signal)
  const ask = async (_scope: object, _service: string, operation: string): Promise<XmlNode> => answers[operation] ?? {}
  const cx = { state, moto: { ask } } as unknown as Context
  const key = roleKeyOf(cx, launch)

  const call = (service: string, operation: string, params: Params, token = key.token, accessKey = key.accessKey) =>
    ({
      service,
      operation,
      params,
      accessKey,
      account: launch.account,
      region: launch.region,
      protocol: service === 'ec2' ? 'ec2' : 'json',
      wire: { headers: { 'x-amz-security-token': token } },
    }) as unknown as Call
  const code = (...words: Parameters<typeof call>): Promise<string | undefined> =>
    checkRole(call(...words), cx).then(
      () => undefined,
      (error: AwsError) => error.code,
    )

  it('do what its role may, with what it may do it with', async () => {
    expect(await code('ssm', 'GetParametersByPath', { Path: '/mine/x' })).to.equal(undefined)
    expect(await code('ssm', 'GetParametersByPath', { Path: '/theirs' })).to.equal('AccessDeniedException')
    expect(await code('ec2', 'CreateTags', { ResourceId: ['i-0a'] })).to.equal(undefined)
    expect(await code('ec2', 'CreateTags', { ResourceId: ['i-0a', 'i-0b'] })).to.equal('UnauthorizedOperation')
    expect(await code('ec2', 'DescribeInstances', {})).to.equal('UnauthorizedOperation')
    expect(await code('sts', 'GetCallerIdentity', {})).to.equal(undefined)
  })

  it('are good only with their token, and while they are known', async () => {
    expect(await code('ssm', 'GetParametersByPath', { Path: '/mine' }, 'x')).to.equal('UnrecognizedClientException')
    expect(await code('ec2', 'CreateTags', {}, key.token, 'ASIA123456789012XXXX')).to.equal('AuthFailure')
    state.roleKeys.set(key.accessKey, { ...key, expiresAt: Date.now() - 1 })
    expect(await code('ssm', 'GetParametersByPath', { Path: '/mine' })).to.equal('ExpiredTokenException')
    state.roleKeys.set(key.accessKey, key)
  })

  it('are asked of nobody else', async () => {
    expect(await code('ec2', 'TerminateInstances', {}, '', 'AKIASANDBOX')).to.equal(undefined)
    state.sessionKeys.add('ASIAOFSOMEBODY')
    expect(await code('ec2', 'TerminateInstances', {}, 'x', 'ASIAOFSOMEBODY')).to.equal(undefined)
  })
})
