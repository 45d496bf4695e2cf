// The file systems of a stack: EFS takes no filters, so all of the region are looked at.
import type { FileSystemDescription } from '@aws-sdk/client-efs'
import type { AwsListContext } from '../../common/context.js'
import { allOf } from '../../common/pages.js'
import { isOurs } from '../../common/tags.js'

/** @returns those that carry the stack's id and are not on their way out */
export async function ownFileSystems(cx: AwsListContext): Promise<readonly FileSystemDescription[]> {
  const efs = await cx.aws.efs()
  const found = await allOf(efs.paginateDescribeFileSystems({}), ({ FileSystems }) => FileSystems)
  return found.filter(({ Tags, LifeCycleState = '' }) => isOurs(Tags, cx.stack) && !LifeCycleState.startsWith('delet'))
}
