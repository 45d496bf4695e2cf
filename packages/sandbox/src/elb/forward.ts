// A request that comes to a load balancer: through its security groups to the listener of its port, and on from there.
import type { Context } from '../account/context.js'
import { type XmlNode, child, leaf, members } from '../answer/xml.js'
import { isOpenToWorld } from '../ec2/open-ports.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import type { Balancer, Visit } from './balancers.js'
import { isActive } from './load-balancers.js'
import { askTarget, takers } from './targets.js'

async function listenerAt(cx: Context, balancer: Balancer, port: number): Promise<XmlNode | undefined> {
  const asked = { LoadBalancerArn: balancer.arn }
  const root = await cx.moto.ask(balancer, 'elasticloadbalancing', 'DescribeListeners', asked)
  const found = members(child(root, 'DescribeListenersResult'), 'Listeners')
  return found.find((one) => Number(leaf(one, 'Port')) === port)
}

/** What it answers; undefined where nobody does: it is not active yet, a closed port, nobody listening. */
export async function askBalancer(cx: Context, balancer: Balancer, visit: Visit): Promise<PortAnswer | undefined> {
  if (!isActive(balancer, cx) || !(await isOpenToWorld(cx, balancer, balancer.groupIds, visit.port))) return undefined
  const listener = await listenerAt(cx, balancer, visit.port)
  if (!listener) return undefined
  const [action = {}] = members(listener, 'DefaultActions')
  return leaf(action, 'Type') === 'redirect' ? redirect(visit) : forward(cx, balancer, visit, action)
}

function redirect({ host, path }: Visit): PortAnswer {
  return { status: 301, headers: { server: 'awselb/2.0', location: `https://${host}:443${path}` }, body: '' }
}

async function forward(cx: Context, balancer: Balancer, visit: Visit, action: XmlNode): Promise<PortAnswer> {
  const groupArn = leaf(action, 'TargetGroupArn')
  const [taker] = await takers(balancer, cx, balancer, groupArn)
  if (taker === undefined) return own(503, 'Service Temporarily Unavailable')
  const answer = await askTarget(cx, balancer, taker, visit)
  if (answer === 'timeout') return own(504, 'Gateway Time-out')
  return answer === 'refused' ? own(502, 'Bad Gateway') : answer
}

/** An answer of the load balancer itself. */
function own(status: number, words: string): PortAnswer {
  const headers = { server: 'awselb/2.0', 'content-type': 'text/html' }
  return { status, headers, body: `<html><head><title>${status} ${words}</title></head></html>` }
}
