// Which zone a subnet lies in: capacity and prices differ by zone.
import type { Context } from '../account/context.js'
import { items, leaf } from '../answer/xml.js'
import type { Scope } from '../request/call.js'

/** The zone of a subnet, or of the region's first when none is named; an unknown subnet is thrown as EC2 words it. */
export async function zoneOfSubnet(scope: Scope, cx: Context, subnetId: string | undefined): Promise<string> {
  if (subnetId === undefined) return `${scope.region}a`
  const [subnet] = items(await cx.moto.ask(scope, 'ec2', 'DescribeSubnets', { SubnetId: [subnetId] }), 'subnetSet')
  return subnet ? leaf(subnet, 'availabilityZone') : `${scope.region}a`
}
