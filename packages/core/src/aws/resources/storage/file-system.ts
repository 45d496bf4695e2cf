// The stack's file system: where data lives that outlives instances.
import { defineResource } from '@geuse/plugin-api'
import type { FileSystemDescription } from '@aws-sdk/client-efs'
import { isAlreadyThere, isDependency } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { efsStandard } from '../../common/prices.js'
import { foreignResource } from '../../common/names.js'
import { deleteWhenFree, ifThere } from '../../wait/consistency.js'
import { isOurs, tagsOf } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { nodeOf } from '../../common/tags.js'
import { ownFileSystems } from './own-file-systems.js'
import { required } from '../../common/required.js'
import { waitFor } from '../../wait/wait-for.js'

interface FileSystem {
  readonly fileSystemId: string
  readonly arn: string
}

/** EFS: encrypted, elastic, backed up; found by its creation token. */
export const fileSystem = defineResource<Record<string, never>, { node: string }, FileSystem, AwsContext>({
  type: 'file-system',
  stage: 'storage',
  keeps: 'data',
  iam: [
    'elasticfilesystem:CreateFileSystem',
    'elasticfilesystem:TagResource',
    'elasticfilesystem:DescribeFileSystems',
    'elasticfilesystem:PutBackupPolicy',
    'elasticfilesystem:DescribeMountTargets',
    'elasticfilesystem:DeleteMountTarget',
    'elasticfilesystem:DeleteFileSystem',
  ],
  idempotent: 'token',
  identity: (_props, { node }) => ({ node }),
  find: async (cx, { seen }) => {
    const found = await describe(cx, seen ? { FileSystemId: seen.fileSystemId } : { CreationToken: cx.token })
    return found && isOurs(found.Tags, cx.stack) ? outputs(found) : undefined
  },
  create: async (cx) => {
    const efs = await cx.aws.efs()
    const how = { Encrypted: true, Backup: true, PerformanceMode: 'generalPurpose', ThroughputMode: 'elastic' } as const
    const { kmsKey } = cx.stack.governance ?? {}
    const key = kmsKey === undefined ? {} : { KmsKeyId: kmsKey }
    try {
      return outputs(await efs.createFileSystem({ CreationToken: cx.token, ...how, ...key, Tags: tagsOf(cx) }))
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('A file system with creation token', cx.token, error) : error
    }
  },
  list: async (cx) =>
    (await ownFileSystems(cx)).map((found) => {
      const observed = outputs(found)
      return listed(observed.fileSystemId, found.Tags, { identity: { node: nodeOf(found.Tags) ?? '' }, observed })
    }),
  destroy: async (cx, { observed: { fileSystemId } }) => {
    const efs = await cx.aws.efs()
    const remove = () => efs.deleteFileSystem({ FileSystemId: fileSystemId })
    await deleteWhenFree(cx, fileSystemId, () => unblocked(cx, fileSystemId, remove))
    const gone = async () => ((await describe(cx, { FileSystemId: fileSystemId })) ? undefined : true)
    await waitFor(cx, `${fileSystemId} to be deleted`, gone, { seconds: 120 })
  },
  seconds: { create: 5, destroy: 60 },
  label: ({ fileSystemId }) => fileSystemId,
  // https://aws.amazon.com/efs/pricing/: elastic throughput is billed by what is read and written.
  costs: () => [
    { name: 'files on EFS', unit: 'month', quantity: 'stored', price: efsStandard },
    { name: 'reads and writes of EFS', unit: 'use' },
    { name: 'its backups', unit: 'use' },
  ],
})

async function describe(
  cx: AwsContext,
  by: { FileSystemId: string } | { CreationToken: string },
): Promise<FileSystemDescription | undefined> {
  const efs = await cx.aws.efs()
  const answer = await ifThere(() => efs.describeFileSystems(by))
  return answer?.FileSystems?.find(
    ({ LifeCycleState }) => LifeCycleState !== 'deleting' && LifeCycleState !== 'deleted',
  )
}

async function unblocked(cx: AwsContext, fileSystemId: string, remove: () => Promise<unknown>): Promise<unknown> {
  try {
    return await remove()
  } catch (error) {
    if (isDependency(error)) await withoutMountTargets(cx, fileSystemId)
    throw error
  }
}

/** Mount targets are listed live: those that nobody recorded block the file system as well. */
async function withoutMountTargets(cx: AwsContext, fileSystemId: string): Promise<void> {
  const efs = await cx.aws.efs()
  const list = async () =>
    (await ifThere(() => efs.describeMountTargets({ FileSystemId: fileSystemId })))?.MountTargets ?? []
  const targets = await list()
  await Promise.all(targets.map(({ MountTargetId }) => ifThere(() => efs.deleteMountTarget({ MountTargetId }))))
  if (targets.length === 0) return
  await waitFor(
    cx,
    `mount targets of ${fileSystemId} to be deleted`,
    async () => ((await list()).length === 0 ? true : undefined),
    { seconds: 280 },
  )
}

function outputs({
  FileSystemId,
  FileSystemArn,
}: Pick<FileSystemDescription, 'FileSystemId' | 'FileSystemArn'>): FileSystem {
  return { fileSystemId: required(FileSystemId, 'FileSystemId'), arn: required(FileSystemArn, 'FileSystemArn') }
}
