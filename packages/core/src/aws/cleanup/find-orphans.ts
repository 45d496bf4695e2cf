// Looks for what is left of a stack after its destroy: by tag where EC2 keeps tags, by recorded id and by name in the
// services that do not. What AWS itself still shows of things that are gone does not count.
import type { StackRef } from '@geuse/plugin-api'
import type { NodeRecord } from '../../state/document.js'
import type { Clients } from '../client/clients.js'
import { isKnownKind, type Kind, kinds } from './kinds.js'
import { nameLimits, parameterPath, uniqueName } from '../common/names.js'
import { ifThere } from '../wait/consistency.js'
import { isOurs, stackFilters } from '../common/tags.js'
import { required } from '../common/required.js'

/** Something that is still there. */
export interface Leftover {
  /** Type of resource in our words, or EC2's word for what we have none. */
  readonly type: string
  readonly id: string
  readonly keepsData: boolean
}

/** What the search for orphans asks. */
export const orphanActions: readonly string[] = [
  'ec2:DescribeAddresses',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeLaunchTemplates',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
  'ec2:DescribeVolumes',
  'ec2:DescribeVpcs',
  'elasticfilesystem:DescribeFileSystems',
  'iam:GetInstanceProfile',
  'iam:GetRole',
  'ssm:GetParametersByPath',
]

/** Whose leftovers. */
export interface SweepRequest {
  readonly stack: StackRef
  /** The ledger. */
  readonly rows: Readonly<Record<string, NodeRecord>>
}

/**
 * @param aws clients of the run
 * @param request stack and ledger
 * @returns everything that is left, data included
 */
export async function findOrphans(aws: Clients, { stack, rows }: SweepRequest): Promise<readonly Leftover[]> {
  const looks = [
    ...Object.values(kinds).map((kind) => present(aws, stack, kind)),
    strangers(aws, stack),
    fileSystems(aws, stack, rows),
    profile(aws, stack),
    role(aws, stack),
    parameters(aws, stack),
  ]
  return (await Promise.all(looks)).flat()
}

/** Things with our tags of kinds that we do not make: somebody's own, or EC2's. */
async function strangers(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const ec2 = await aws.ec2()
  const ids = new Map<string, string>()
  let token: string | undefined
  do {
    const page = await ec2.describeTags({ Filters: stackFilters(stack), NextToken: token })
    for (const { ResourceType, ResourceId } of page.Tags ?? [])
      ids.set(required(ResourceId, 'ResourceId'), required(ResourceType, 'ResourceType'))
    token = page.NextToken
  } while (token)
  return [...ids].filter(([id]) => !isKnownKind(id)).map(([id, type]) => ({ type, id, keepsData: false }))
}

/** Tags outlive what they were on; so each kind is looked at itself. */
async function present(aws: Clients, stack: StackRef, kind: Kind): Promise<Leftover[]> {
  const ids = await kind.look(await aws.ec2(), { Filters: stackFilters(stack) })
  return ids.flatMap((id) => (id === undefined ? [] : [{ type: kind.type, id, keepsData: false }]))
}

async function fileSystems(aws: Clients, stack: StackRef, rows: SweepRequest['rows']): Promise<Leftover[]> {
  const efs = await aws.efs()
  const recorded = Object.values(rows).flatMap(({ type, outputs }) =>
    type === 'file-system' ? [(outputs as { fileSystemId?: string })?.fileSystemId] : [],
  )
  const found: Leftover[] = []
  let Marker: string | undefined
  do {
    const page = await efs.describeFileSystems({ Marker })
    for (const { FileSystemId, Tags, LifeCycleState } of page.FileSystems ?? []) {
      const mine = isOurs(Tags, stack) || recorded.includes(FileSystemId)
      if (mine && !/^delet/.test(LifeCycleState ?? ''))
        found.push({ type: 'file-system', id: required(FileSystemId, 'FileSystemId'), keepsData: true })
    }
    Marker = page.NextMarker
  } while (Marker)
  return found
}

async function profile(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const iam = await aws.iam()
  const name = uniqueName(stack, 'instance', nameLimits.iam)
  const found = await ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name }))
  return isOurs(found?.InstanceProfile?.Tags, stack) ? [{ type: 'instance-profile', id: name, keepsData: false }] : []
}

async function role(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const iam = await aws.iam()
  const name = uniqueName(stack, 'instance', nameLimits.iam)
  const found = await ifThere(() => iam.getRole({ RoleName: name }))
  return isOurs(found?.Role?.Tags, stack) ? [{ type: 'role', id: name, keepsData: false }] : []
}

async function parameters(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const ssm = await aws.ssm()
  const path = parameterPath(stack)
  const { Parameters = [] } = await ssm.getParametersByPath({
    Path: path,
    Recursive: true,
    WithDecryption: false,
    MaxResults: 1,
  })
  return Parameters.length > 0 ? [{ type: 'secrets', id: path, keepsData: true }] : []
}
