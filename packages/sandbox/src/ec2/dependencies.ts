// DependencyViolation: what may not be deleted yet, because something that still exists hangs on it.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, child, items, leaf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'

function violation(message: string): AwsError {
  return new AwsError('DependencyViolation', message)
}

async function interfaces(call: Call, cx: Context, name: string, value: string): Promise<XmlNode[]> {
  return items(
    await cx.moto.ask(call, 'ec2', 'DescribeNetworkInterfaces', { Filter: [{ Name: name, Value: [value] }] }),
    'networkInterfaceSet',
  )
}

/** Whether any rule of the group names another group. */
function names(group: XmlNode, groupId: string): boolean {
  return ['ipPermissions', 'ipPermissionsEgress']
    .flatMap((side) => items(group, side))
    .some((permission) => items(permission, 'groups').some((pair) => leaf(pair, 'groupId') === groupId))
}

/** Refuses while an interface uses the group or a rule of another group names it. */
export const guardSecurityGroup: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'GroupId')
  if (id === undefined) return next(call, cx)
  const used = await interfaces(call, cx, 'group-id', id)
  const groups = items(await cx.moto.ask(call, 'ec2', 'DescribeSecurityGroups', {}), 'securityGroupInfo')
  const referenced = groups.some((group) => leaf(group, 'groupId') !== id && names(group, id))
  if (used.length > 0 || referenced) throw violation(`resource ${id} has a dependent object`)
  return next(call, cx)
}

/** Refuses while an interface lies in the subnet. */
export const guardSubnet: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'SubnetId') ?? ''
  if ((await interfaces(call, cx, 'subnet-id', id)).length > 0)
    throw violation(`The subnet '${id}' has dependencies and cannot be deleted.`)
  return next(call, cx)
}

/** Refuses while a public address is mapped in the network. */
export const guardDetach: Middleware = (next) => async (call, cx) => {
  const vpc = text(call.params, 'VpcId') ?? ''
  const mapped = (await interfaces(call, cx, 'vpc-id', vpc)).some(
    (each) => leaf(child(each, 'association'), 'publicIp') !== '' || leaf(each, 'description').startsWith('ELB '),
  )
  if (mapped)
    throw violation(
      `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    )
  return next(call, cx)
}

/** Refuses while the gateway is attached. */
export const guardGateway: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'InternetGatewayId') ?? ''
  const [gateway] = items(
    await cx.moto.ask(call, 'ec2', 'DescribeInternetGateways', { InternetGatewayId: [id] }),
    'internetGatewaySet',
  )
  if (gateway && items(gateway, 'attachmentSet').length > 0)
    throw violation(`The internetGateway '${id}' has dependencies and cannot be deleted.`)
  return next(call, cx)
}

function isMain(table: XmlNode): boolean {
  return items(table, 'associationSet').some((each) => leaf(each, 'main') === 'true')
}

/** Refuses while anything but the network's own main parts is in it. */
export const guardVpc: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'VpcId') ?? ''
  const filter = (name: string) => ({ Filter: [{ Name: name, Value: [id] }] })
  const found = await Promise.all([
    cx.moto.ask(call, 'ec2', 'DescribeSubnets', filter('vpc-id')).then((root) => items(root, 'subnetSet')),
    cx.moto
      .ask(call, 'ec2', 'DescribeInternetGateways', filter('attachment.vpc-id'))
      .then((root) => items(root, 'internetGatewaySet')),
    cx.moto
      .ask(call, 'ec2', 'DescribeSecurityGroups', filter('vpc-id'))
      .then((root) => items(root, 'securityGroupInfo').filter((group) => leaf(group, 'groupName') !== 'default')),
    cx.moto
      .ask(call, 'ec2', 'DescribeVpcEndpoints', filter('vpc-id'))
      .then((root) => items(root, 'vpcEndpointSet').filter((endpoint) => leaf(endpoint, 'state') !== 'deleted')),
    cx.moto
      .ask(call, 'ec2', 'DescribeRouteTables', filter('vpc-id'))
      .then((root) => items(root, 'routeTableSet').filter((table) => !isMain(table))),
    cx.moto
      .ask(call, 'ec2', 'DescribeNetworkAcls', filter('vpc-id'))
      .then((root) => items(root, 'networkAclSet').filter((acl) => leaf(acl, 'default') !== 'true')),
  ])
  if (found.some((things) => things.length > 0))
    throw violation(`The vpc '${id}' has dependencies and cannot be deleted.`)
  return next(call, cx)
}
