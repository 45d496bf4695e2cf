// Routes lead into nothing, as a black hole, when the gateway that they name is gone or not attached to their network.
import type { Context } from '../account/context.js'
import { succeeded } from '../answer/answer.js'
import { type XmlNode, buildXml, items, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'

/** Gateways by the network that they are attached to. */
async function attachments(call: Call, cx: Context): Promise<ReadonlySet<string>> {
  const gateways = items(await cx.moto.ask(call, 'ec2', 'DescribeInternetGateways', {}), 'internetGatewaySet')
  return new Set(
    gateways.flatMap((gateway) =>
      items(gateway, 'attachmentSet').map((each) => `${leaf(gateway, 'internetGatewayId')} ${leaf(each, 'vpcId')}`),
    ),
  )
}

/** DescribeRouteTables: the state of a route follows its gateway. */
export const routesOnGateways: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const document = parseXml(answer.body)
  const attached = await attachments(call, cx)
  const isLost = (route: XmlNode, vpc: string): boolean => {
    const gateway = leaf(route, 'gatewayId')
    return gateway.startsWith('igw-') && !attached.has(`${gateway} ${vpc}`)
  }
  for (const table of items(rootOf(document), 'routeTableSet'))
    for (const route of items(table, 'routeSet').filter((each) => isLost(each, leaf(table, 'vpcId'))))
      route['state'] = 'blackhole'
  return { ...answer, body: buildXml(document) }
}
