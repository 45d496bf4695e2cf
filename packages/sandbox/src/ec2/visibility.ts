// Eventual consistency: for a moment after it was made, a thing is not found by its identifier and absent from lists.
import type { Context } from '../account/context.js'
import { type Answer, succeeded, xmlAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, items, leaf, listOf, parseXml, rootOf } from '../answer/xml.js'
import { type Delay, delaySeconds } from '../clock/delays.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { texts } from '../request/params.js'
import { flatten } from '../request/query-form.js'

/** How a kind of thing is asked for and listed. */
interface Visible {
  /** The request's parameter with identifiers. */
  readonly param: string
  readonly set: string
  readonly id: string
  /** The error for an identifier that is not there. */
  readonly code: string
  readonly message: (id: string) => string
  readonly delay: Delay
}

function kind(
  noun: string,
  param: string,
  set: string,
  id: string,
  code: string,
  delay: Delay = 'objectVisible',
): Visible {
  return { param, set, id, code, delay, message: (value) => `The ${noun} '${value}' does not exist` }
}

/** Every describing operation whose things become visible late. */
const visibleKinds: Readonly<Record<string, Visible>> = {
  DescribeVpcs: kind('vpc ID', 'VpcId', 'vpcSet', 'vpcId', 'InvalidVpcID.NotFound', 'vpcVisible'),
  DescribeSubnets: kind('subnet ID', 'SubnetId', 'subnetSet', 'subnetId', 'InvalidSubnetID.NotFound'),
  DescribeInternetGateways: kind(
    'internetGateway ID',
    'InternetGatewayId',
    'internetGatewaySet',
    'internetGatewayId',
    'InvalidInternetGatewayID.NotFound',
  ),
  DescribeSecurityGroups: kind('security group', 'GroupId', 'securityGroupInfo', 'groupId', 'InvalidGroup.NotFound'),
  DescribeAddresses: kind(
    'allocation ID',
    'AllocationId',
    'addressesSet',
    'allocationId',
    'InvalidAllocationID.NotFound',
  ),
  DescribeLaunchTemplates: kind(
    'specified launch template, with template ID',
    'LaunchTemplateId',
    'launchTemplates',
    'launchTemplateId',
    'InvalidLaunchTemplateId.NotFound',
  ),
}

const instances = kind(
  'instance ID',
  'InstanceId',
  'reservationSet',
  'instanceId',
  'InvalidInstanceID.NotFound',
  'instanceVisible',
)

function hidden(cx: Context, id: string, delay: Delay): boolean {
  const born = cx.state.createdAt.get(id)
  return born !== undefined && cx.clock.now() < born + delaySeconds(delay) * cx.settings.lateVisibility * 1000
}

function without(answer: Answer, cx: Context, visible: Visible): Answer {
  const document = parseXml(answer.body)
  const root = rootOf(document)
  const all = items(root, visible.set)
  const kept = all.filter((item) => !hidden(cx, leaf(item, visible.id), visible.delay))
  if (kept.length === all.length) return answer
  root[visible.set] = listOf(kept)
  return xmlAnswer(buildXml(document))
}

function refuseHidden(cx: Context, visible: Visible, ids: readonly string[]): void {
  const early = ids.find((id) => hidden(cx, id, visible.delay))
  if (early !== undefined) throw new AwsError(visible.code, visible.message(early))
}

/** Which kind an identifier is of, by its beginning. */
function kindOf(id: string): Visible | undefined {
  const prefixes: Readonly<Record<string, Visible | undefined>> = {
    'vpc-': visibleKinds['DescribeVpcs'],
    'subnet-': visibleKinds['DescribeSubnets'],
    'igw-': visibleKinds['DescribeInternetGateways'],
    'sg-': visibleKinds['DescribeSecurityGroups'],
    'eipalloc-': visibleKinds['DescribeAddresses'],
    'lt-': visibleKinds['DescribeLaunchTemplates'],
    'i-': instances,
  }
  return prefixes[id.slice(0, id.indexOf('-') + 1)]
}

/** Refuses to change what is too new, wherever its identifier stands in the parameters. */
export function refuseEarlyChange(call: Call, cx: Context): void {
  for (const [, id] of flatten(call.params)) {
    const visible = cx.state.createdAt.has(id) ? kindOf(id) : undefined
    if (visible) refuseHidden(cx, visible, [id])
  }
}

/** Hides what is too new from a describing operation. */
export function lateVisible(operation: string): Middleware {
  const visible = visibleKinds[operation]
  return (next) => async (call, cx) => {
    if (!visible || cx.settings.lateVisibility === 0) return next(call, cx)
    refuseHidden(cx, visible, texts(call.params, visible.param))
    const answer = await next(call, cx)
    return succeeded(answer) ? without(answer, cx, visible) : answer
  }
}

/** Hides instances that are too new, one by one, in their reservations. */
export const lateInstances: Middleware = (next) => async (call, cx) => {
  refuseHidden(cx, instances, texts(call.params, instances.param))
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const document = parseXml(answer.body)
  const root = rootOf(document)
  root['reservationSet'] = listOf(
    items(root, 'reservationSet').flatMap((reservation): XmlNode[] => {
      const kept = items(reservation, 'instancesSet').filter(
        (instance) => !hidden(cx, leaf(instance, 'instanceId'), instances.delay),
      )
      return kept.length > 0 ? [{ ...reservation, instancesSet: listOf(kept) }] : []
    }),
  )
  return xmlAnswer(buildXml(document))
}

/**
 * Notes when a thing was made, from the identifier in the answer.
 * @param element the name of the identifier's element
 */
export function bornNow(element: string): Middleware {
  return (next) => async (call, cx) => {
    const answer = await next(call, cx)
    const id = succeeded(answer) ? new RegExp(`<${element}>([^<]+)</${element}>`).exec(answer.body)?.[1] : undefined
    if (id !== undefined) cx.state.createdAt.set(id, cx.clock.now())
    return answer
  }
}
