// What security groups let in.
import type { Context } from '../account/context.js'
import { type XmlNode, items, leaf } from '../answer/xml.js'
import type { Scope } from '../request/call.js'
import type { InstanceRecord } from './instance-record.js'

async function rulesOf(cx: Context, scope: Scope, groupIds: readonly string[], port: number): Promise<XmlNode[]> {
  const { account, region } = scope
  const asked = { GroupId: [...groupIds] }
  const groups = items(
    await cx.moto.ask({ account, region }, 'ec2', 'DescribeSecurityGroups', asked),
    'securityGroupInfo',
  )
  return groups
    .flatMap((group) => items(group, 'ipPermissions'))
    .filter(
      (rule) =>
        leaf(rule, 'ipProtocol') === '-1' ||
        (Number(leaf(rule, 'fromPort')) <= port && port <= Number(leaf(rule, 'toPort'))),
    )
}

function isWorld(rule: XmlNode): boolean {
  return items(rule, 'ipRanges').some((range) => leaf(range, 'cidrIp') === '0.0.0.0/0')
}

/** The list of AWS's with the addresses of CloudFront. */
const cloudfrontList = 'com.amazonaws.global.cloudfront.origin-facing'

async function cloudfrontListId(cx: Context, { account, region }: Scope): Promise<string> {
  const Filter = [{ Name: 'prefix-list-name', Value: [cloudfrontList] }]
  const found = await cx.moto.ask({ account, region }, 'ec2', 'DescribeManagedPrefixLists', { Filter })
  return leaf(items(found, 'prefixListSet')[0] ?? {}, 'prefixListId')
}

/** Whether groups let the world, or CloudFront, in at a port. */
export async function isOpenTo(
  cx: Context,
  scope: Scope,
  groupIds: readonly string[],
  port: number,
  from: 'world' | 'cloudfront',
): Promise<boolean> {
  const rules = await rulesOf(cx, scope, groupIds, port)
  if (from === 'world' || rules.some(isWorld)) return rules.some(isWorld)
  const listId = await cloudfrontListId(cx, scope)
  return rules.some((rule) => items(rule, 'prefixListIds').some((one) => leaf(one, 'prefixListId') === listId))
}

/** Whether an instance lets in what comes from somewhere with these groups. */
export async function isOpen(
  cx: Context,
  record: InstanceRecord,
  port: number,
  from: { readonly groupIds: readonly string[] },
): Promise<boolean> {
  const names = (rule: XmlNode) => items(rule, 'groups').some((pair) => from.groupIds.includes(leaf(pair, 'groupId')))
  const rules = await rulesOf(cx, record, record.instance.groupIds, port)
  return rules.some((rule) => isWorld(rule) || names(rule))
}
