// IAM: roles, their policies, instance profiles.
import { needsRoleInside } from '../iam/profile-roles.js'
import { delaysProfile } from '../iam/profile-usable.js'
import { type Operation, forwarded, patched } from './operation.js'

const slow =
  'EC2 refuses the profile for some seconds afterwards: InvalidParameterValue, Invalid IAM Instance Profile name'

/** IAM's operations. */
export const iamOperations: readonly Operation[] = [
  ...forwarded('iam', [
    'CreateRole',
    'GetRole',
    'DeleteRole',
    'TagRole',
    'ListRoleTags',
    'UpdateAssumeRolePolicy',
    'PutRolePolicy',
    'GetRolePolicy',
    'ListRolePolicies',
    'DeleteRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'ListAttachedRolePolicies',
    'ListRoles',
    'GetInstanceProfile',
    'TagInstanceProfile',
    'ListInstanceProfileTags',
    'DeleteInstanceProfile',
    'ListInstanceProfilesForRole',
    'ListInstanceProfiles',
    'CreateServiceLinkedRole',
  ]),
  patched('iam', 'CreateInstanceProfile', slow, [delaysProfile]),
  patched('iam', 'AddRoleToInstanceProfile', slow, [delaysProfile]),
  patched('iam', 'RemoveRoleFromInstanceProfile', 'NoSuchEntity for a role that the profile does not hold', [
    needsRoleInside,
  ]),
]
