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

/** Whether groups let the world in at a port. */
export async function isOpenToWorld(
  cx: Context,
  scope: Scope,
  groupIds: readonly string[],
  port: number,
): Promise<boolean> {
  return (await rulesOf(cx, scope, groupIds, port)).some(isWorld)
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
