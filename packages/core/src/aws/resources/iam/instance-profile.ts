// What the instance is allowed to do: a profile, the role in it, and the role's one policy.
import { defineResource } from '@geuse/plugin-api'
import { isAlreadyThere, isDependency } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf } from '../../common/changes.js'
import { nameLimits, foreignResource, uniqueName } from '../../common/names.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { isOurs, tagsOf } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { required } from '../../common/required.js'
import { instancePolicy, trustPolicy, type Grants } from './instance-policy.js'

interface Profile {
  readonly profileArn: string
  readonly roleName: string
  /** Whether the role is in the profile, as just seen. */
  readonly filled?: boolean
  /** Whether its role is there and ours, as just seen: what a destroy has to know. */
  readonly hasRole?: boolean
}

const policyName = 'geusemaker'

/** Instance profile, found by name; role, policy and membership are put back by `sync`. */
export const instanceProfile = defineResource<Grants, { name: string }, Profile, AwsContext>({
  type: 'instance-profile',
  stage: 'security',
  iam: [
    'iam:CreateInstanceProfile',
    'iam:TagInstanceProfile',
    'iam:GetInstanceProfile',
    'iam:CreateRole',
    'iam:TagRole',
    'iam:GetRole',
    'iam:PassRole',
    'iam:GetRolePolicy',
    'iam:PutRolePolicy',
    'iam:AddRoleToInstanceProfile',
    'iam:RemoveRoleFromInstanceProfile',
    'iam:DeleteInstanceProfile',
    'iam:DeleteRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:DetachRolePolicy',
    'iam:DeleteRole',
  ],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ name: uniqueName(stack, 'instance', nameLimits.iam) }),
  find: async (cx, { identity: { name } }) => {
    const iam = await cx.aws.iam()
    const [answer, hasRole] = await Promise.all([
      ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name })),
      isRoleOurs(cx, name),
    ])
    const found = answer?.InstanceProfile
    if (!found || !isOurs(found.Tags, cx.stack)) return undefined
    return { profileArn: required(found.Arn, 'Arn'), roleName: name, filled: (found.Roles ?? []).length > 0, hasRole }
  },
  create: async (cx) => {
    const iam = await cx.aws.iam()
    const name = uniqueName(cx.stack, 'instance', nameLimits.iam)
    try {
      const { InstanceProfile } = await iam.createInstanceProfile({ InstanceProfileName: name, Tags: tagsOf(cx) })
      return { profileArn: required(InstanceProfile?.Arn, 'Arn'), roleName: name, filled: false }
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Instance profile', name, error) : error
    }
  },
  sync: async (cx, { profileArn, roleName, filled }, grants) => {
    if (!filled) await ensureRole(cx, roleName)
    const granted = filled && (await isGranted(cx, roleName, grants))
    await Promise.all([granted ? undefined : grant(cx, roleName, grants), filled ? undefined : fill(cx, roleName)])
    return { profileArn, roleName }
  },
  diff: (made, grants) => changesOf(made, grants, 'all'),
  update: async (cx, observed, grants) => {
    await ensureRole(cx, observed.roleName)
    await grant(cx, observed.roleName, grants)
    return observed
  },
  stable: ['profileArn', 'roleName'],
  list: async (cx) => {
    const iam = await cx.aws.iam()
    const name = uniqueName(cx.stack, 'instance', nameLimits.iam)
    const [profile, hasRole] = await Promise.all([
      ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name })),
      isRoleOurs(cx, name),
    ])
    const { Arn = '', Tags } = profile?.InstanceProfile ?? {}
    if (!isOurs(Tags, cx.stack) && !hasRole) return []
    return [listed(name, Tags, { identity: { name }, observed: { profileArn: Arn, roleName: name } })]
  },
  destroy: async (cx, { identity: { name }, observed: { hasRole } }) => {
    const iam = await cx.aws.iam()
    const isOwn = hasRole ?? (await isRoleOurs(cx, name))
    await Promise.all([
      ifThere(() => iam.removeRoleFromInstanceProfile({ InstanceProfileName: name, RoleName: name })),
      isOwn ? ifThere(() => iam.deleteRolePolicy({ RoleName: name, PolicyName: policyName })) : undefined,
    ])
    if (isOwn) await deleteRole(cx, name)
    await ifThere(() => iam.deleteInstanceProfile({ InstanceProfileName: name }))
  },
  seconds: { create: 3, destroy: 3 },
  label: ({ roleName }) => roleName,
})

async function ensureRole(cx: AwsContext, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  const { permissionsBoundary } = cx.stack.governance ?? {}
  const bound = permissionsBoundary === undefined ? {} : { PermissionsBoundary: permissionsBoundary }
  try {
    await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trustPolicy, Tags: tagsOf(cx), ...bound })
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    const { Role } = await iam.getRole({ RoleName: name })
    if (!isOurs(Role?.Tags, cx.stack)) throw foreignResource('Role', name, error)
  }
}

/** A policy that does not name the present file system and path lacks something; any other wording is left alone. */
async function isGranted(cx: AwsContext, name: string, { fileSystemArn, parameterPath }: Grants): Promise<boolean> {
  const iam = await cx.aws.iam()
  const there = await ifThere(() => iam.getRolePolicy({ RoleName: name, PolicyName: policyName }))
  const document = decodeURIComponent(there?.PolicyDocument ?? '')
  return document.includes(fileSystemArn) && document.includes(parameterPath)
}

async function grant(cx: AwsContext, name: string, grants: Grants): Promise<void> {
  const iam = await cx.aws.iam()
  const request = { RoleName: name, PolicyName: policyName, PolicyDocument: instancePolicy(cx.stack, grants) }
  await retryUntilConsistent(cx, name, () => iam.putRolePolicy(request))
}

/** A profile takes one role: one too many may be the answer to a call of ours whose first answer was lost. */
async function fill(cx: AwsContext, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  try {
    await retryUntilConsistent(cx, name, () =>
      iam.addRoleToInstanceProfile({ InstanceProfileName: name, RoleName: name }),
    )
  } catch (error) {
    const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName: name })
    if (!InstanceProfile?.Roles?.some(({ RoleName }) => RoleName === name)) throw error
  }
}

async function isRoleOurs(cx: Pick<AwsContext, 'aws' | 'stack'>, name: string): Promise<boolean> {
  const iam = await cx.aws.iam()
  const there = await ifThere(() => iam.getRole({ RoleName: name }))
  return isOurs(there?.Role?.Tags, cx.stack)
}

/**
 * Before the profile, by which an interrupted destroy finds its way back; policies attached by hand would keep it for
 * ever.
 */
async function deleteRole(cx: AwsContext, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  try {
    await ifThere(() => iam.deleteRole({ RoleName: name }))
  } catch (error) {
    if (!isDependency(error)) throw error
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName: name })
    await Promise.all(AttachedPolicies.map(({ PolicyArn }) => iam.detachRolePolicy({ RoleName: name, PolicyArn })))
    await ifThere(() => iam.deleteRole({ RoleName: name }))
  }
}
