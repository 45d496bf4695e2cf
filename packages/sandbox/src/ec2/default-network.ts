// The default network of a true account leads to the internet; moto's has no gateway and no route.
import { child, items, leaf } from '../answer/xml.js'
import type { Moto } from '../moto/moto.js'
import type { Scope } from '../request/call.js'

function filter(name: string, value: string) {
  return { Filter: [{ Name: name, Value: [value] }] }
}

/** Gives the default network of the account and region a gateway and a default route, as AWS does. */
export async function openDefaultNetwork(moto: Moto, scope: Scope): Promise<void> {
  const [vpc] = items(await moto.ask(scope, 'ec2', 'DescribeVpcs', filter('is-default', 'true')), 'vpcSet')
  const VpcId = leaf(vpc ?? {}, 'vpcId')
  const made = await moto.ask(scope, 'ec2', 'CreateInternetGateway', {})
  const InternetGatewayId = leaf(child(made, 'internetGateway'), 'internetGatewayId')
  await moto.ask(scope, 'ec2', 'AttachInternetGateway', { InternetGatewayId, VpcId })
  const [table] = items(await moto.ask(scope, 'ec2', 'DescribeRouteTables', filter('vpc-id', VpcId)), 'routeTableSet')
  await moto.ask(scope, 'ec2', 'CreateRoute', {
    RouteTableId: leaf(table ?? {}, 'routeTableId'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: InternetGatewayId,
  })
}
