// The way out of a network of our own: internet gateway, its attachment, and the default route of the main table.
import type { InternetGateway } from '@aws-sdk/client-ec2'
import { defineResource } from '@geuse/plugin-api'
import { isAlreadyThere, isDetached } from '../../errors/classify.js'
import { putBack } from '../../common/changes.js'
import type { AwsContext } from '../../common/context.js'
import { dependentActions, dependentsOfAttachment } from '../../dependents/find-dependents.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { nodeFilters, nodeOf, stackFilters, tagSpecification } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'

interface Gateway {
  readonly gatewayId: string
  /** VPCs that it is attached to, as just seen. */
  readonly attached?: readonly string[]
}

const everywhere = '0.0.0.0/0'

/** Internet gateway, found by its node tag; attachment and route are put back by `sync`. */
export const internetGateway = defineResource<{ vpcId: string }, { node: string }, Gateway, AwsContext>({
  type: 'internet-gateway',
  stage: 'network',
  iam: [
    'ec2:CreateInternetGateway',
    'ec2:CreateTags',
    'ec2:DescribeInternetGateways',
    'ec2:AttachInternetGateway',
    'ec2:DescribeRouteTables',
    'ec2:CreateRoute',
    'ec2:ReplaceRoute',
    'ec2:DetachInternetGateway',
    'ec2:DeleteInternetGateway',
    ...dependentActions.interfaces,
  ],
  idempotent: 'search',
  identity: (_props, { node }) => ({ node }),
  find: async (cx, { seen }) => {
    const found = await describe(cx, seen)
    return found.length === 0 ? undefined : found
  },
  create: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const { InternetGateway } = await ec2.createInternetGateway({
      TagSpecifications: tagSpecification(cx, 'internet-gateway'),
    })
    return { gatewayId: required(InternetGateway?.InternetGatewayId, 'InternetGatewayId'), attached: [] }
  },
  sync: async (cx, { gatewayId, attached = [] }, { vpcId }) => {
    const [table] = await Promise.all([
      mainTable(cx, vpcId),
      attached.includes(vpcId) ? undefined : attach(cx, gatewayId, vpcId),
    ])
    await route(cx, table, gatewayId)
    return { gatewayId }
  },
  drift: async (cx, { attached = [] }, { vpcId }) => {
    if (vpcId === undefined) return []
    if (!attached.includes(vpcId)) return [putBack('attachment', vpcId)]
    const { way } = await mainTable(cx, vpcId)
    return isWayOut(way) ? [] : [putBack('route', everywhere, way)]
  },
  list: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const pages = ec2.paginateDescribeInternetGateways({ Filters: stackFilters(cx.stack) })
    const found = await allOf(pages, ({ InternetGateways }) => InternetGateways)
    return found.map((gateway) => {
      const observed = outputs(gateway)
      return listed(observed.gatewayId, gateway.Tags, { identity: { node: nodeOf(gateway.Tags) ?? '' }, observed })
    })
  },
  destroy: async (cx, { observed: { gatewayId, attached = [] } }) => {
    const ec2 = await cx.aws.ec2()
    for (const VpcId of attached) {
      await deleteWhenFree(
        cx,
        gatewayId,
        () => detach(cx, gatewayId, VpcId),
        () => dependentsOfAttachment(cx, VpcId),
      )
    }
    await deleteWhenFree(cx, gatewayId, () => ec2.deleteInternetGateway({ InternetGatewayId: gatewayId }))
  },
  seconds: { create: 3, destroy: 20 },
  label: ({ gatewayId }) => gatewayId,
})

async function describe(cx: AwsContext, seen: Gateway | undefined): Promise<Gateway[]> {
  const ec2 = await cx.aws.ec2()
  const by = seen ? { InternetGatewayIds: [seen.gatewayId] } : { Filters: nodeFilters(cx) }
  const found = (await ifThere(() => ec2.describeInternetGateways(by)))?.InternetGateways ?? []
  return found.map(outputs)
}

function outputs({ InternetGatewayId, Attachments = [] }: InternetGateway): Gateway {
  return {
    gatewayId: required(InternetGatewayId, 'InternetGatewayId'),
    attached: Attachments.flatMap(({ VpcId }) => VpcId ?? []),
  }
}

async function attach(cx: AwsContext, gatewayId: string, vpcId: string): Promise<void> {
  const ec2 = await cx.aws.ec2()
  await retryUntilConsistent(cx, gatewayId, () =>
    tolerant(ec2.attachInternetGateway({ InternetGatewayId: gatewayId, VpcId: vpcId })),
  )
}

async function detach(cx: AwsContext, gatewayId: string, vpcId: string): Promise<void> {
  const ec2 = await cx.aws.ec2()
  try {
    await ec2.detachInternetGateway({ InternetGatewayId: gatewayId, VpcId: vpcId })
  } catch (error) {
    if (!isDetached(error)) throw error
  }
}

interface MainTable {
  readonly id: string
  /** State of its default route, if it has one. */
  readonly way?: string | undefined
}

async function mainTable(cx: AwsContext, vpcId: string): Promise<MainTable> {
  const ec2 = await cx.aws.ec2()
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'association.main', Values: ['true'] },
  ]
  const { RouteTables = [] } = await ec2.describeRouteTables({ Filters })
  const way = RouteTables[0]?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === everywhere)
  return { id: required(RouteTables[0]?.RouteTableId, 'RouteTableId'), way: way?.State }
}

/** A route to a gateway that was deleted stays behind as a black hole: that is a missing route too. */
async function route(cx: AwsContext, { id, way }: MainTable, gatewayId: string): Promise<void> {
  if (isWayOut(way)) return
  const ec2 = await cx.aws.ec2()
  const to = { RouteTableId: id, DestinationCidrBlock: everywhere, GatewayId: gatewayId }
  const put = (): Promise<unknown> => (way === undefined ? tolerant(ec2.createRoute(to)) : ec2.replaceRoute(to))
  await retryUntilConsistent(cx, gatewayId, put)
}

function isWayOut(way: string | undefined): boolean {
  return way !== undefined && way !== 'blackhole'
}

async function tolerant(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
  }
}
