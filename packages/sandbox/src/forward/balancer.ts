// A request that comes to a load balancer: through its security groups to the listener of its port, and on from there,
// with the headers that it adds.
import { randomBytes } from 'node:crypto'
import type { Context } from '../account/context.js'
import { type XmlNode, child, leaf, members } from '../answer/xml.js'
import { isOpen, isOpenTo } from '../ec2/open-ports.js'
import type { Balancer } from '../elb/balancers.js'
import { isActive } from '../elb/load-balancers.js'
import { takers } from '../elb/targets.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import { tooLargeForBalancer } from './limits.js'
import { type Destination, type Headers, type Patience, type Visit, appended, pageOf } from './visit.js'

const usualIdleSeconds = 60

async function listenerAt(cx: Context, balancer: Balancer, port: number): Promise<XmlNode | undefined> {
  const asked = { LoadBalancerArn: balancer.arn }
  const root = await cx.moto.ask(balancer, 'elasticloadbalancing', 'DescribeListeners', asked)
  const found = members(child(root, 'DescribeListenersResult'), 'Listeners')
  return found.find((one) => Number(leaf(one, 'Port')) === port)
}

/** Where it leads; undefined where nobody answers: it is not active yet, a closed port, nobody listening. */
export async function throughBalancer(cx: Context, balancer: Balancer, visit: Visit): Promise<Destination> {
  const { groupIds } = balancer
  if (!isActive(balancer, cx) || !(await isOpenTo(cx, balancer, groupIds, visit.port, visit.from))) return undefined
  const listener = await listenerAt(cx, balancer, visit.port)
  if (!listener) return undefined
  const tooLarge = tooLargeForBalancer(visit)
  if (tooLarge) return { answer: tooLarge }
  const [action = {}] = members(listener, 'DefaultActions')
  if (leaf(action, 'Type') === 'redirect') return { answer: redirect(visit) }
  return forward(cx, balancer, { ...visit, headers: headersFor(visit, leaf(listener, 'Protocol')) }, action)
}

function redirect({ headers, host, path }: Visit): PortAnswer {
  const location = `https://${headers['host'] ?? host}:443${path}`
  return { status: 301, headers: { server: 'awselb/2.0', location }, body: '' }
}

/** ELB User Guide, HTTP headers and application load balancers. */
function headersFor({ headers, address, port }: Visit, protocol: string): Headers {
  const trace = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  return {
    'x-amzn-trace-id': trace,
    ...appended(headers, 'x-forwarded-for', address),
    'x-forwarded-proto': protocol.toLowerCase(),
    'x-forwarded-port': String(port),
  }
}

async function forward(cx: Context, balancer: Balancer, visit: Visit, action: XmlNode): Promise<Destination> {
  const [taker] = await takers(balancer, cx, balancer, leaf(action, 'TargetGroupArn'))
  if (taker === undefined) return { answer: own(503, 'Service Temporarily Unavailable') }
  const record = cx.state.instances.get(taker.instanceId)
  const { port } = taker
  const late = own(504, 'Gateway Time-out')
  if (record === undefined || record.terminatedAt !== undefined || !(await isOpen(cx, record, port, balancer)))
    return { answer: late }
  const patience = [await patienceOf(cx, balancer, late)]
  return { record, port, visit, patience, refused: own(502, 'Bad Gateway'), added: {} }
}

async function patienceOf(cx: Context, balancer: Balancer, late: PortAnswer): Promise<Patience> {
  const asked = { LoadBalancerArn: balancer.arn }
  const root = await cx.moto.ask(balancer, 'elasticloadbalancing', 'DescribeLoadBalancerAttributes', asked)
  const attributes = members(child(root, 'DescribeLoadBalancerAttributesResult'), 'Attributes')
  const idle = attributes.find((each) => leaf(each, 'Key') === 'idle_timeout.timeout_seconds')
  const seconds = idle === undefined ? usualIdleSeconds : Number(leaf(idle, 'Value'))
  return { answer: { seconds, late }, silence: seconds }
}

function own(status: number, words: string): PortAnswer {
  return pageOf('awselb/2.0', status, words)
}
