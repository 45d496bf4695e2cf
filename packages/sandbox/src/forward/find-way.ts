// Whom a name or address of the web belongs to, and where a request to it leads.
import type { Context } from '../account/context.js'
import { child, items, leaf } from '../answer/xml.js'
import type { DistributionRecord } from '../cloudfront/distribution-record.js'
import { isOpenTo } from '../ec2/open-ports.js'
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { Balancer } from '../elb/balancers.js'
import { findRecords } from '../route53/records.js'
import { throughBalancer } from './balancer.js'
import { throughDistribution } from './distribution.js'
import type { Destination, Visit } from './visit.js'

/** What stands before instances under a name. */
type Front = { readonly distribution: DistributionRecord } | { readonly balancer: Balancer }

async function ofInstance(cx: Context, record: InstanceRecord, host: string): Promise<boolean> {
  const filter = { Filter: [{ Name: 'attachment.instance-id', Value: [record.id] }] }
  const found = await cx.moto.ask(record, 'ec2', 'DescribeNetworkInterfaces', filter)
  return items(found, 'networkInterfaceSet').some((each) => leaf(child(each, 'association'), 'publicIp') === host)
}

/** The instance behind a public address, behind a name that carries one, as `203-0-113-7.example`, or of that name. */
export async function instanceAt(cx: Context, host: string): Promise<InstanceRecord | undefined> {
  const address = /(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})/.exec(host)?.slice(1).join('.') ?? host
  for (const record of cx.state.instances.values()) {
    if (record.terminatedAt === undefined && (record.instance.host === host || (await ofInstance(cx, record, address))))
      return record
  }
  return undefined
}

/** The load balancer or distribution of a name, or of one that a record leads to it from. */
export async function frontAt(cx: Context, host: string): Promise<Front | undefined> {
  const fronts = [...cx.state.distributions.values(), ...cx.state.balancers.all()]
  const [any] = fronts
  if (any === undefined) return undefined
  const named = frontNamed(cx, host)
  if (named) return named
  const records = await findRecords({ account: any.account, region: 'us-east-1' }, cx, host)
  const led = records.flatMap(({ type, alias, values }) => (type === 'CNAME' ? values : [alias]))
  return led.map((name) => frontNamed(cx, name.replace(/^dualstack\./, '').replace(/\.$/, ''))).find((one) => one)
}

function frontNamed(cx: Context, host: string): Front | undefined {
  const name = host.toLowerCase()
  const distribution = [...cx.state.distributions.values()].find(({ dnsName }) => dnsName === name)
  if (distribution) return { distribution }
  const balancer = cx.state.balancers.named(name)
  return balancer && { balancer }
}

/** Where a request leads. */
export async function findWay(cx: Context, visit: Visit): Promise<Destination> {
  const front = await frontAt(cx, visit.host)
  if (front) {
    return 'balancer' in front
      ? throughBalancer(cx, front.balancer, visit)
      : throughDistribution(cx, front.distribution, visit)
  }
  const record = await instanceAt(cx, visit.host)
  if (!record || !(await isOpenTo(cx, record, record.instance.groupIds, visit.port, visit.from))) return undefined
  return { record, port: visit.port, visit, patience: [], refused: undefined, added: {} }
}
