// Load balancers: in two zones or not at all, known by their name at once, active minutes later, and after their end
// held in their network by their interfaces for a while.
import type { Context } from '../account/context.js'
import { scheduleAfter } from '../account/schedule-after.js'
import { type Answer, succeeded, xmlAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, child, items, leaf, members, parseXml, rootOf } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'
import type { Middleware } from '../operations/operation.js'
import type { Call, Scope } from '../request/call.js'
import { allowed } from '../quotas/quota-table.js'
import { text, texts } from '../request/params.js'

/** The load balancers of a region, as moto has them. */
async function existing(scope: Scope, cx: Context): Promise<XmlNode[]> {
  const root = await cx.moto.ask(scope, 'elasticloadbalancing', 'DescribeLoadBalancers', {})
  return members(child(root, 'DescribeLoadBalancersResult'), 'LoadBalancers')
}

async function guardZones(call: Call, cx: Context): Promise<void> {
  const SubnetId = list(call, 'Subnets')
  const found = items(await cx.moto.ask(call, 'ec2', 'DescribeSubnets', { SubnetId }), 'subnetSet')
  if (new Set(found.map((subnet) => leaf(subnet, 'availabilityZone'))).size < 2)
    throw new AwsError('ValidationError', 'At least two subnets in two different Availability Zones must be specified')
  const vpc = leaf(found[0] ?? {}, 'vpcId')
  const gateways = await cx.moto.ask(call, 'ec2', 'DescribeInternetGateways', {
    Filter: [{ Name: 'attachment.vpc-id', Value: [vpc] }],
  })
  if (items(gateways, 'internetGatewaySet').length === 0)
    throw new AwsError('InvalidSubnet', `VPC ${vpc} has no internet gateway`)
}

async function guardGroups(call: Call, cx: Context): Promise<void> {
  const GroupId = list(call, 'SecurityGroups')
  await cx.moto.ask(call, 'ec2', 'DescribeSecurityGroups', { GroupId }).catch(() => {
    throw new AwsError('InvalidSecurityGroup', `One or more security groups are invalid`)
  })
}

function list(call: Call, name: string): string[] {
  const value = call.params[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? texts(value, 'member') : []
}

/** An interface says what it belongs to: kind, name and id, as at the end of the ARN. */
async function addInterfaces(call: Call, cx: Context, arn: string): Promise<void> {
  for (const SubnetId of list(call, 'Subnets'))
    await cx.moto.ask(call, 'ec2', 'CreateNetworkInterface', {
      SubnetId,
      Description: `ELB ${arn.split(':loadbalancer/')[1]}`,
      SecurityGroupId: list(call, 'SecurityGroups'),
    })
}

/** CreateLoadBalancer: the same name with the same settings is the same load balancer. */
export const createsLoadBalancer: Middleware = (next) => async (call, cx) => {
  const name = text(call.params, 'Name') ?? ''
  const there = await existing(call, cx)
  const twin = there.find((one) => leaf(one, 'LoadBalancerName') === name)
  if (twin) return again(call, cx, twin)
  if (there.length >= allowed(cx.settings, 'L-53DA6B97'))
    throw new AwsError('TooManyLoadBalancers', `The maximum number of load balancers has been reached`)
  await guardZones(call, cx)
  await guardGroups(call, cx)
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const root = rootOf(parseXml(answer.body))
  const [made] = members(child(root, 'CreateLoadBalancerResult'), 'LoadBalancers')
  const arn = leaf(made ?? {}, 'LoadBalancerArn')
  cx.state.balancers.made({
    arn,
    account: call.account,
    region: call.region,
    dnsName: leaf(made ?? {}, 'DNSName').toLowerCase(),
    groupIds: list(call, 'SecurityGroups'),
    madeAt: cx.clock.now(),
  })
  await addInterfaces(call, cx, arn)
  return onClock(answer, cx)
}

async function again(call: Call, cx: Context, twin: XmlNode): Promise<Answer> {
  const groups = child(twin, 'SecurityGroups')['member']
  const zones = members(twin, 'AvailabilityZones').map((zone) => leaf(zone, 'SubnetId'))
  const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join()
  if (
    !same(zones, list(call, 'Subnets')) ||
    !same(Array.isArray(groups) ? groups.map(String) : [], list(call, 'SecurityGroups'))
  )
    throw new AwsError(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${leaf(twin, 'LoadBalancerName')}' exists, but with different settings`,
    )
  const content = { CreateLoadBalancerResult: { LoadBalancers: { member: [twin] } } }
  return onClock(xmlAnswer(buildXml({ CreateLoadBalancerResponse: content })), cx)
}

/** Whether it answers. */
export function isActive({ madeAt }: { readonly madeAt: number }, cx: Context): boolean {
  return cx.clock.now() >= madeAt + delaySeconds('loadBalancerProvisioning') * 1000
}

function onClock(answer: Answer, cx: Context): Answer {
  const document = parseXml(answer.body)
  const result = Object.values(rootOf(document)).find(
    (part): part is XmlNode => typeof part === 'object' && 'LoadBalancers' in part,
  )
  for (const one of members(result ?? {}, 'LoadBalancers')) {
    const known = cx.state.balancers.of(leaf(one, 'LoadBalancerArn'))
    one['State'] = { Code: known === undefined || isActive(known, cx) ? 'active' : 'provisioning' }
  }
  return { ...answer, body: buildXml(document) }
}

/** DescribeLoadBalancers. */
export const loadBalancersOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  return succeeded(answer) ? onClock(answer, cx) : answer
}

/** SetSecurityGroups. */
export const changesGroups: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  const known = cx.state.balancers.of(text(call.params, 'LoadBalancerArn') ?? '')
  if (succeeded(answer) && known) cx.state.balancers.made({ ...known, groupIds: list(call, 'SecurityGroups') })
  return answer
}

/** DeleteLoadBalancer: one that is not there is deleted; one that is protected is not. */
export const deletesLoadBalancer: Middleware = (next) => async (call, cx) => {
  const arn = text(call.params, 'LoadBalancerArn') ?? ''
  if (await isProtected(call, cx, arn))
    throw new AwsError(
      'OperationNotPermitted',
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    )
  const answer = await next(call, cx)
  cx.state.balancers.gone(arn)
  const { account, region } = call
  scheduleAfter(cx, ['loadBalancerInterfaces'], () => releaseInterfaces({ account, region }, cx, arn))
  return answer
}

async function isProtected(call: Call, cx: Context, arn: string): Promise<boolean> {
  const asked = { LoadBalancerArn: arn }
  const root = await cx.moto
    .ask(call, 'elasticloadbalancing', 'DescribeLoadBalancerAttributes', asked)
    .catch((): XmlNode => ({}))
  return members(child(root, 'DescribeLoadBalancerAttributesResult'), 'Attributes').some(
    (each) => leaf(each, 'Key') === 'deletion_protection.enabled' && leaf(each, 'Value') === 'true',
  )
}

async function releaseInterfaces(scope: Scope, cx: Context, arn: string): Promise<void> {
  const Filter = [{ Name: 'description', Value: [`ELB ${arn.split(':loadbalancer/')[1]}`] }]
  const found = items(await cx.moto.ask(scope, 'ec2', 'DescribeNetworkInterfaces', { Filter }), 'networkInterfaceSet')
  for (const each of found)
    await cx.moto
      .ask(scope, 'ec2', 'DeleteNetworkInterface', { NetworkInterfaceId: leaf(each, 'networkInterfaceId') })
      .catch(() => undefined)
}
