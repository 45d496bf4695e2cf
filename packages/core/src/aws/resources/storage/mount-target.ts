// A mount target, the file system's address in one zone: what takes longest in a deploy. It is asked for at once and not
// waited for; the instance retries its mount meanwhile, and `healthy` asks whether the mount target is available.
import { defineResource } from '@geuse/plugin-api'
import type { MountTargetDescription } from '@aws-sdk/client-efs'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { foreignResource } from '../../common/names.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
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
    const here = found.find(
      (target) => target.SubnetId === identity.subnetId && !/^delet/.test(target.LifeCycleState ?? ''),
    )
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
  cx: AwsContext,
  by: { MountTargetId: string } | { FileSystemId: string },
): Promise<MountTargetDescription[]> {
  const efs = await cx.aws.efs()
  return (await ifThere(() => efs.describeMountTargets(by)))?.MountTargets ?? []
}

function outputs({
  MountTargetId,
  IpAddress,
}: Pick<MountTargetDescription, 'MountTargetId' | 'IpAddress'>): MountTarget {
  return { mountTargetId: required(MountTargetId, 'MountTargetId'), ip: IpAddress ?? '' }
}
