// What moto leaves out of its answers: attributes that have their usual value, and that the same target group or
// listener can be asked for twice.
import { succeeded, xmlAnswer } from '../answer/answer.js'
import { AwsError, errorCode } from '../answer/aws-error.js'
import { type XmlNode, buildXml, child, leaf, members, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import { text } from '../request/params.js'

/** ELB API Reference, LoadBalancerAttribute. */
const usual = { 'idle_timeout.timeout_seconds': '60', 'deletion_protection.enabled': 'false' }

/** DescribeLoadBalancerAttributes: all that have a value. */
export const attributesWithDefaults: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const document = parseXml(answer.body)
  const result = child(rootOf(document), 'DescribeLoadBalancerAttributesResult')
  const told = members(result, 'Attributes')
  const untold = Object.entries(usual).filter(([name]) => !told.some((each) => leaf(each, 'Key') === name))
  result['Attributes'] = { member: [...told, ...untold.map(([Key, Value]) => ({ Key, Value }))] }
  return { ...answer, body: buildXml(document) }
}

const compared = ['Protocol', 'Port', 'VpcId', 'TargetType', 'HealthCheckPath'] as const

/** CreateTargetGroup: the same name with the same settings is the same target group. */
export const sameTargetGroup: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (errorCode(answer) !== 'DuplicateTargetGroupName') return answer
  const asked = { Names: { member: [text(call.params, 'Name') ?? ''] } }
  const root = await cx.moto.ask(call, 'elasticloadbalancing', 'DescribeTargetGroups', asked)
  const [twin] = members(child(root, 'DescribeTargetGroupsResult'), 'TargetGroups')
  if (!twin || compared.some((field) => leaf(twin, field) !== (text(call.params, field) ?? ''))) return answer
  const content: XmlNode = { CreateTargetGroupResult: { TargetGroups: { member: [twin] } } }
  return xmlAnswer(buildXml({ CreateTargetGroupResponse: content }))
}

/** CreateListener: the same port with the same protocol is the same listener, with another one it is taken. */
export const sameListener: Middleware = (next) => async (call, cx) => {
  const asked = { LoadBalancerArn: text(call.params, 'LoadBalancerArn') ?? '' }
  const root = await cx.moto.ask(call, 'elasticloadbalancing', 'DescribeListeners', asked)
  const port = text(call.params, 'Port')
  const twin = members(child(root, 'DescribeListenersResult'), 'Listeners').find((one) => leaf(one, 'Port') === port)
  if (!twin) return next(call, cx)
  if (leaf(twin, 'Protocol') !== text(call.params, 'Protocol'))
    throw new AwsError('DuplicateListener', 'A listener already exists on this port for this load balancer')
  const content: XmlNode = { CreateListenerResult: { Listeners: { member: [twin] } } }
  return xmlAnswer(buildXml({ CreateListenerResponse: content }))
}
