// What the instance is allowed to do: a profile, the role in it, and the role's one policy.
import { defineResource, type Recorded } from '@geuse/plugin-api'
import { isAlreadyThere, isDependency } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf, putBack } from '../../common/changes.js'
import { bundlePath, nameLimits, foreignResource, uniqueName, type Named } from '../../common/names.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { isOurs, tagsOf, type Tags } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { together } from '../../wait/together.js'
import { instancePolicy, trustPolicy, type Grants } from './instance-policy.js'

interface Profile {
  /** Of the profile, and of the role in it. */
  readonly name: string
  readonly there?: Presence
}

/** What is there and ours, as just seen. */
interface Presence {
  readonly profile: boolean
  readonly role: boolean
  /** Whether the role is in the profile. */
  readonly member: boolean
  readonly tags: Tags
}

const policyName = 'geusemaker'
const nothing: Presence = { profile: false, role: false, member: false, tags: undefined }

/** @returns the name of the instance profile of a stack's instances, and of its role */
export function profileNameOf(stack: Named): string {
  return uniqueName(stack, 'instance', nameLimits.iam)
}

/**
 * Instance profile, found by its name or its role's: either may be all that a run made before it ended. What is missing
 * of role, policy and membership is put back by `sync`.
 */
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
  identity: (_props, { stack }) => ({ name: profileNameOf(stack) }),
  find: async (cx, { identity: { name } }) => {
    const there = await lookFor(cx, name)
    return there.profile || there.role ? { name, there } : undefined
  },
  create: async (cx) => {
    const name = profileNameOf(cx.stack)
    await makeMissing(cx, name, nothing)
    return { name, there: { ...nothing, profile: true, role: true } }
  },
  sync: async (cx, { name, there = nothing }, grants) => {
    await makeMissing(cx, name, there)
    const isGranted = there.member && (await hasGrants(cx, name, grants))
    await together([...(isGranted ? [] : [grant(cx, name, grants)]), ...(there.member ? [] : [fill(cx, name)])])
    return { name }
  },
  drift: async (cx, { name, there = nothing }, made) => {
    const granted = there.role && (await hasGrants(cx, name, made))
    return [
      ...(there.profile ? [] : [putBack('profile', name)]),
      ...(there.role ? [] : [putBack('role', name)]),
      ...(there.member ? [] : [putBack('role of the profile', name)]),
      ...(granted ? [] : [putBack('policy', policyName)]),
    ]
  },
  diff: (made, grants) => changesOf(made, grants, 'all'),
  update: async (cx, observed, grants) => {
    await ensureRole(cx, observed.name)
    await grant(cx, observed.name, grants)
    return observed
  },
  stable: ['name'],
  list: async (cx) => {
    const name = profileNameOf(cx.stack)
    const { profile, role, tags } = await lookFor(cx, name)
    return profile || role ? [listed(name, tags, { identity: { name }, observed: { name } })] : []
  },
  destroy: async (cx, { identity: { name }, observed }) => {
    const iam = await cx.aws.iam()
    // One of the two may not have been known everywhere yet when it was looked for.
    const there = observed.there?.profile && observed.there.role ? observed.there : await lookFor(cx, name)
    await together([
      ...(there.profile ? [leave(cx, name)] : []),
      ...(there.role ? [ifThere(() => iam.deleteRolePolicy({ RoleName: name, PolicyName: policyName }))] : []),
    ])
    await together([
      ...(there.profile ? [ifThere(() => iam.deleteInstanceProfile({ InstanceProfileName: name }))] : []),
      ...(there.role ? [deleteRole(cx, name)] : []),
    ])
  },
  seconds: { create: 3, destroy: 3 },
  label: ({ name }) => name,
})

async function lookFor(cx: Pick<AwsContext, 'aws' | 'stack'>, name: string): Promise<Presence> {
  const iam = await cx.aws.iam()
  const [profile, role] = await Promise.all([
    ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name })),
    ifThere(() => iam.getRole({ RoleName: name })),
  ])
  const { Roles = [], Tags: profileTags } = profile?.InstanceProfile ?? {}
  const roleTags = role?.Role?.Tags
  const isProfileOurs = isOurs(profileTags, cx.stack)
  return {
    profile: isProfileOurs,
    role: isOurs(roleTags, cx.stack),
    member: isProfileOurs && Roles.some(({ RoleName }) => RoleName === name),
    tags: isProfileOurs ? profileTags : roleTags,
  }
}

/** Profile and role know nothing of each other until one is put into the other. */
async function makeMissing(cx: AwsContext, name: string, there: Presence): Promise<void> {
  await together([...(there.profile ? [] : [ensureProfile(cx, name)]), ...(there.role ? [] : [ensureRole(cx, name)])])
}

async function ensureProfile(cx: AwsContext, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  try {
    await iam.createInstanceProfile({ InstanceProfileName: name, Tags: tagsOf(cx) })
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    const found = await retryUntilConsistent(cx, name, () => iam.getInstanceProfile({ InstanceProfileName: name }))
    if (!isOurs(found.InstanceProfile?.Tags, cx.stack)) throw foreignResource('Instance profile', name, error)
  }
}

async function ensureRole(cx: AwsContext, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  const { permissionsBoundary } = cx.stack.governance ?? {}
  const bound = permissionsBoundary === undefined ? {} : { PermissionsBoundary: permissionsBoundary }
  try {
    await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trustPolicy, Tags: tagsOf(cx), ...bound })
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    const found = await retryUntilConsistent(cx, name, () => iam.getRole({ RoleName: name }))
    if (!isOurs(found.Role?.Tags, cx.stack)) throw foreignResource('Role', name, error)
  }
}

/** A policy that does not name the present file system and path lacks something; any other wording is left alone. */
async function hasGrants(
  cx: AwsContext,
  name: string,
  { fileSystemArn = '', parameterPath = '' }: Recorded<Grants>,
): Promise<boolean> {
  const iam = await cx.aws.iam()
  const there = await ifThere(() => iam.getRolePolicy({ RoleName: name, PolicyName: policyName }))
  const document = decodeURIComponent(there?.PolicyDocument ?? '')
  return [fileSystemArn, parameterPath, bundlePath(cx.stack)].every((part) => document.includes(part))
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

async function leave(cx: Pick<AwsContext, 'aws'>, name: string): Promise<void> {
  const iam = await cx.aws.iam()
  await ifThere(() => iam.removeRoleFromInstanceProfile({ InstanceProfileName: name, RoleName: name }))
}

/** Policies that were attached by hand would keep it for ever. */
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
