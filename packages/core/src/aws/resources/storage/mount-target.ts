// The file system's door in one zone: the longest pole of a deploy. It is asked for at once and not waited for; the
// instance retries its mount meanwhile, and `healthy` asks whether the door is there.
import { defineResource, type Listed } from '@geuse/plugin-api'
import type { FileSystemDescription, MountTargetDescription } from '@aws-sdk/client-efs'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { changesOf } from '../../common/changes.js'
import { foreignResource } from '../../common/names.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { ownFileSystems } from './own-file-systems.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { waitFor } from '../../wait/wait-for.js'

interface MountTarget {
  readonly mountTargetId: string
  readonly ip: string
}
interface Props {
  readonly fileSystemId: string
  readonly subnetId: string
  readonly groupId: string
}

/** Seconds for a new file system to take mount targets. */
const availableWithin = 120

/** EFS mount target, found by file system and subnet, which have no two. */
export const mountTarget = defineResource<Props, Omit<Props, 'groupId'>, MountTarget, AwsContext>({
  type: 'mount-target',
  stage: 'storage',
  iam: [
    'elasticfilesystem:CreateMountTarget',
    'elasticfilesystem:DescribeMountTargets',
    'elasticfilesystem:DeleteMountTarget',
    'elasticfilesystem:ModifyMountTargetSecurityGroups',
    'elasticfilesystem:DescribeFileSystems',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
  ],
  idempotent: 'name',
  identity: ({ fileSystemId, subnetId }) => ({ fileSystemId, subnetId }),
  find: async (cx, { identity, seen }) => {
    const found = await describe(
      cx,
      seen ? { MountTargetId: seen.mountTargetId } : { FileSystemId: identity.fileSystemId },
    )
    const here = found.find((target) => target.SubnetId === identity.subnetId && stays(target))
    return here && outputs(here)
  },
  create: async (cx, { fileSystemId, subnetId, groupId }) => {
    const efs = await cx.aws.efs()
    const request = { FileSystemId: fileSystemId, SubnetId: subnetId, SecurityGroups: [groupId] }
    try {
      return outputs(
        await retryUntilConsistent(cx, fileSystemId, () => efs.createMountTarget(request), availableWithin),
      )
    } catch (error) {
      throw isAlreadyThere(error)
        ? foreignResource('A mount target', `of ${fileSystemId} in the zone of ${subnetId}`, error)
        : error
    }
  },
  diff: (made, props) => changesOf(made, props, ['groupId']),
  update: async (cx, observed, { groupId }) => {
    const efs = await cx.aws.efs()
    const request = { MountTargetId: observed.mountTargetId, SecurityGroups: [groupId] }
    await retryUntilConsistent(cx, observed.mountTargetId, () => efs.modifyMountTargetSecurityGroups(request))
    return observed
  },
  stable: ['mountTargetId', 'ip'],
  // A file system takes one in each zone, whatever its subnet.
  replace: 'destroy-first',
  list: async (cx) => {
    const found = await Promise.all((await ownFileSystems(cx)).map((fileSystem) => targetsOf(cx, fileSystem)))
    return found.flat()
  },
  destroy: async (cx, { observed: { mountTargetId } }) => {
    const efs = await cx.aws.efs()
    await ifThere(() => efs.deleteMountTarget({ MountTargetId: mountTargetId }))
    const gone = async () => ((await describe(cx, { MountTargetId: mountTargetId })).length === 0 ? true : undefined)
    await waitFor(cx, `${mountTargetId} to be deleted`, gone, { seconds: 280 })
  },
  seconds: { create: 30, destroy: 60 },
  label: ({ mountTargetId, ip }) => `${mountTargetId} at ${ip}`,
})

async function describe(
  cx: Pick<AwsContext, 'aws'>,
  by: { MountTargetId: string } | { FileSystemId: string },
): Promise<readonly MountTargetDescription[]> {
  const efs = await cx.aws.efs()
  const pages = efs.paginateDescribeMountTargets(by)
  return (await ifThere(() => allOf(pages, ({ MountTargets }) => MountTargets))) ?? []
}

/** Mount targets carry no tags; those of the stack's own file systems are its own. */
async function targetsOf(
  cx: AwsListContext,
  { FileSystemId }: FileSystemDescription,
): Promise<readonly Listed<Omit<Props, 'groupId'>, MountTarget>[]> {
  const fileSystemId = required(FileSystemId, 'FileSystemId')
  const found = await describe(cx, { FileSystemId: fileSystemId })
  return found.filter(stays).map((target) => {
    const observed = outputs(target)
    const identity = { fileSystemId, subnetId: required(target.SubnetId, 'SubnetId') }
    return { id: observed.mountTargetId, known: { identity, observed } }
  })
}

function stays({ LifeCycleState }: MountTargetDescription): boolean {
  return LifeCycleState?.startsWith('delet') !== true
}

function outputs({
  MountTargetId,
  IpAddress,
}: Pick<MountTargetDescription, 'MountTargetId' | 'IpAddress'>): MountTarget {
  return { mountTargetId: required(MountTargetId, 'MountTargetId'), ip: IpAddress ?? '' }
}
