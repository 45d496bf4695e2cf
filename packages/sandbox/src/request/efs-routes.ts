// EFS has no operation in its requests: method and path say which it is.

/** One route: the operation, and the names of what stands in the path. */
interface Route {
  readonly method: string
  readonly path: RegExp
  readonly operation: string
}

const id = '(?<id>[^/]+)'

function route(method: string, path: string, operation: string): Route {
  return {
    method,
    path: new RegExp(`^/2015-02-01/${path}/?$`),
    operation,
  }
}

const routes: readonly Route[] = [
  route('POST', 'file-systems', 'CreateFileSystem'),
  route('GET', 'file-systems', 'DescribeFileSystems'),
  route('DELETE', `file-systems/${id}`, 'DeleteFileSystem'),
  route('PUT', `file-systems/${id}`, 'UpdateFileSystem'),
  route('PUT', `file-systems/${id}/backup-policy`, 'PutBackupPolicy'),
  route('GET', `file-systems/${id}/backup-policy`, 'DescribeBackupPolicy'),
  route('PUT', `file-systems/${id}/lifecycle-configuration`, 'PutLifecycleConfiguration'),
  route('GET', `file-systems/${id}/lifecycle-configuration`, 'DescribeLifecycleConfiguration'),
  route('POST', 'mount-targets', 'CreateMountTarget'),
  route('GET', 'mount-targets', 'DescribeMountTargets'),
  route('DELETE', `mount-targets/${id}`, 'DeleteMountTarget'),
  route('GET', `mount-targets/${id}/security-groups`, 'DescribeMountTargetSecurityGroups'),
  route('PUT', `mount-targets/${id}/security-groups`, 'ModifyMountTargetSecurityGroups'),
  route('POST', `resource-tags/${id}`, 'TagResource'),
  route('GET', `resource-tags/${id}`, 'ListTagsForResource'),
  route('DELETE', `resource-tags/${id}`, 'UntagResource'),
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
  for (const { method: verb, path, operation } of routes) {
    const match = verb === method ? path.exec(pathname) : null
    if (match)
      return {
        operation,
        ids: match.groups?.['id'] === undefined ? {} : { [idName(pathname)]: decodeURIComponent(match.groups['id']) },
      }
  }
  return { operation: `${method} ${pathname}`, ids: {} }
}
