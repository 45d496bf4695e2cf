// EFS: file systems and their mount targets.
import { describesBackupPolicy, putBackupPolicy } from '../efs/backup-policy.js'
import { createsFileSystem, deletesFileSystem, fileSystemsOnClock } from '../efs/file-systems.js'
import { createsMountTarget, deletesMountTarget, mountTargetsOnClock } from '../efs/mount-targets.js'
import { type Operation, forwarded, native, patched } from './operation.js'

/** EFS's operations. */
export const efsOperations: readonly Operation[] = [
  ...forwarded('efs', [
    'DescribeMountTargetSecurityGroups',
    'ModifyMountTargetSecurityGroups',
    'TagResource',
    'UntagResource',
    'ListTagsForResource',
    'PutLifecycleConfiguration',
    'DescribeLifecycleConfiguration',
  ]),
  patched(
    'efs',
    'CreateFileSystem',
    'creating at first; a known CreationToken is 409 FileSystemAlreadyExists with FileSystemId',
    [createsFileSystem],
  ),
  patched('efs', 'DescribeFileSystems', 'states follow the clock', [fileSystemsOnClock]),
  patched('efs', 'DeleteFileSystem', 'FileSystemInUse while mount targets exist; deleting for a while', [
    deletesFileSystem,
  ]),
  patched(
    'efs',
    'CreateMountTarget',
    'IncorrectFileSystemLifeCycleState before the file system is available; creating for a minute and more',
    [createsMountTarget],
  ),
  patched('efs', 'DescribeMountTargets', 'states follow the clock', [mountTargetsOnClock]),
  patched('efs', 'DeleteMountTarget', 'deleting for a while, with its network interface', [deletesMountTarget]),
  patched('efs', 'DescribeBackupPolicy', 'what PutBackupPolicy said', [describesBackupPolicy]),
  native('efs', 'PutBackupPolicy', 'remembered; no backups are made', putBackupPolicy),
]
