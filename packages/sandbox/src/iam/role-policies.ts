// What a role may do: its inline and attached policies, read from the account.
import type { Context } from '../account/context.js'
import { type XmlNode, child, leaf } from '../answer/xml.js'
import type { Scope } from '../request/call.js'
import type { Params } from '../request/params.js'
import { type PolicyDocument, type Question, allows } from './policy.js'
import { roleOfProfile } from './profile-usable.js'

type Asker = Pick<Context, 'moto'>

function members(node: XmlNode, name: string): (XmlNode | string)[] {
  const value = child(node, name)['member']
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

async function result(scope: Scope, cx: Asker, operation: string, params: Params): Promise<XmlNode> {
  return child(await cx.moto.ask(scope, 'iam', operation, params), `${operation}Result`)
}

function decoded(document: string): PolicyDocument {
  const text = document.trimStart().startsWith('{') ? document : decodeURIComponent(document)
  return JSON.parse(text) as PolicyDocument
}

async function inline(scope: Scope, cx: Asker, role: string): Promise<PolicyDocument[]> {
  const names = members(await result(scope, cx, 'ListRolePolicies', { RoleName: role }), 'PolicyNames')
  return Promise.all(
    names.map(async (name) =>
      decoded(
        leaf(await result(scope, cx, 'GetRolePolicy', { RoleName: role, PolicyName: String(name) }), 'PolicyDocument'),
      ),
    ),
  )
}

async function attached(scope: Scope, cx: Asker, role: string): Promise<PolicyDocument[]> {
  const policies = members(await result(scope, cx, 'ListAttachedRolePolicies', { RoleName: role }), 'AttachedPolicies')
  return Promise.all(
    policies.map(async (policy) => {
      const PolicyArn = typeof policy === 'string' ? policy : leaf(policy, 'PolicyArn')
      const VersionId = leaf(child(await result(scope, cx, 'GetPolicy', { PolicyArn }), 'Policy'), 'DefaultVersionId')
      return decoded(
        leaf(child(await result(scope, cx, 'GetPolicyVersion', { PolicyArn, VersionId }), 'PolicyVersion'), 'Document'),
      )
    }),
  )
}

async function trustsEc2(scope: Scope, cx: Asker, role: string): Promise<boolean> {
  const found = child(await result(scope, cx, 'GetRole', { RoleName: role }), 'Role')
  return leaf(found, 'AssumeRolePolicyDocument').includes('ec2.amazonaws.com')
}

/** Answers questions about what the profile's role may do, as things stand now. No profile, no rights. */
export async function rightsOfProfile(
  scope: Scope,
  cx: Asker,
  profile: string | undefined,
): Promise<(question: Question) => boolean> {
  const role = profile === undefined ? undefined : await roleOfProfile(scope, cx, profile)
  if (!role || !(await trustsEc2(scope, cx, role))) return () => false
  const documents = [...(await inline(scope, cx, role)), ...(await attached(scope, cx, role))]
  return (question) => allows(documents, question)
}
