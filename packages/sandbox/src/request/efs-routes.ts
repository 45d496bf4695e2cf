// EFS has no operation in its requests: method and path say which it is.

/** One route: the operation, and the names of what stands in the path. */
interface Route {
  readonly method: string
  readonly path: RegExp
  readonly operation: string
}

const ID = '(?<id>[^/]+)'

function route(method: string, path: string, operation: string): Route {
  return {
    method,
    path: new RegExp(`^/2015-02-01/${path}/?$`),
    operation,
  }
}

const ROUTES: readonly Route[] = [
  route('POST', 'file-systems', 'CreateFileSystem'),
  route('GET', 'file-systems', 'DescribeFileSystems'),
  route('DELETE', `file-systems/${ID}`, 'DeleteFileSystem'),
  route('PUT', `file-systems/${ID}`, 'UpdateFileSystem'),
  route('PUT', `file-systems/${ID}/backup-policy`, 'PutBackupPolicy'),
  route('GET', `file-systems/${ID}/backup-policy`, 'DescribeBackupPolicy'),
  route('PUT', `file-systems/${ID}/lifecycle-configuration`, 'PutLifecycleConfiguration'),
  route('GET', `file-systems/${ID}/lifecycle-configuration`, 'DescribeLifecycleConfiguration'),
  route('POST', 'mount-targets', 'CreateMountTarget'),
  route('GET', 'mount-targets', 'DescribeMountTargets'),
  route('DELETE', `mount-targets/${ID}`, 'DeleteMountTarget'),
  route('GET', `mount-targets/${ID}/security-groups`, 'DescribeMountTargetSecurityGroups'),
  route('PUT', `mount-targets/${ID}/security-groups`, 'ModifyMountTargetSecurityGroups'),
  route('POST', `resource-tags/${ID}`, 'TagResource'),
  route('GET', `resource-tags/${ID}`, 'ListTagsForResource'),
  route('DELETE', `resource-tags/${ID}`, 'UntagResource'),
]

function idName(path: string): string {
  return path.includes('/mount-targets/')
    ? 'MountTargetId'
    : path.includes('/resource-tags/')
      ? 'ResourceId'
      : 'FileSystemId'
}

/** The operation of an EFS request and the identifier in its path. */
export function efsRoute(method: string, pathname: string): { operation: string; ids: Record<string, string> } {
  for (const { method: verb, path, operation } of ROUTES) {
    const match = verb === method ? path.exec(pathname) : null
    if (match)
      return {
        operation,
        ids: match.groups?.['id'] === undefined ? {} : { [idName(pathname)]: decodeURIComponent(match.groups['id']) },
      }
  }
  return { operation: `${method} ${pathname}`, ids: {} }
}
