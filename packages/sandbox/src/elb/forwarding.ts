// Which load balancer uses a target group: AWS lets one alone do so, by any of its listeners and rules.
import type { Context } from '../account/context.js'
import { succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, child, leaf, members, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Scope } from '../request/call.js'
import { type Params, record, records, text } from '../request/params.js'

/** @returns of each target group that is used, by its ARN, the ARN of the load balancer */
export async function usedGroups(scope: Scope, cx: Context): Promise<ReadonlyMap<string, string>> {
  const balancers = (await asked(scope, cx, 'LoadBalancers', {})).map((one) => leaf(one, 'LoadBalancerArn'))
  const used = await Promise.all(
    balancers.map(async (arn) => (await groupsBehind(scope, cx, arn)).map((group) => [group, arn] as const)),
  )
  return new Map(used.flat())
}

async function groupsBehind(scope: Scope, cx: Context, LoadBalancerArn: string): Promise<string[]> {
  const listeners = await asked(scope, cx, 'Listeners', { LoadBalancerArn })
  const arns = listeners.map((one) => leaf(one, 'ListenerArn'))
  const rules = await Promise.all(arns.map((ListenerArn) => asked(scope, cx, 'Rules', { ListenerArn })))
  return rules.flat().flatMap((rule) => members(rule, 'Actions').flatMap(groupsOf))
}

/** What is deleted between two questions uses nothing any more. */
async function asked(scope: Scope, cx: Context, things: string, params: Params): Promise<XmlNode[]> {
  const root = await cx.moto.ask(scope, 'elasticloadbalancing', `Describe${things}`, params).catch((): XmlNode => ({}))
  return members(child(root, `Describe${things}Result`), things)
}

function groupsOf(action: XmlNode): string[] {
  const several = members(child(action, 'ForwardConfig'), 'TargetGroups')
  return [action, ...several].map((one) => leaf(one, 'TargetGroupArn')).filter((arn) => arn !== '')
}

/** CreateListener, ModifyListener, CreateRule, ModifyRule: not to a target group that another load balancer uses. */
export const ofOneBalancer: Middleware = (next) => async (call, cx) => {
  const groups = groupsIn(call.params)
  const used = groups.length === 0 ? new Map<string, string>() : await usedGroups(call, cx)
  const own = balancerIn(call.params)
  const taken = groups.filter((group) => (used.get(group) ?? own) !== own)
  if (taken.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${taken.join(', ')}`,
    )
  return next(call, cx)
}

function groupsIn(params: Params): string[] {
  const actions = ['DefaultActions', 'Actions'].flatMap((name) => records(record(params, name), 'member'))
  const several = actions.flatMap((one) => records(record(record(one, 'ForwardConfig'), 'TargetGroups'), 'member'))
  return [...actions, ...several].flatMap((one) => text(one, 'TargetGroupArn') ?? [])
}

/** The ARN of a listener begins as that of its load balancer does, and a rule's as that of its listener. */
function balancerIn(params: Params): string {
  const [kind, type, name, id] = (
    text(params, 'LoadBalancerArn') ??
    text(params, 'ListenerArn') ??
    text(params, 'RuleArn') ??
    ''
  ).split('/')
  return [kind?.replace(/:listener(-rule)?$/, ':loadbalancer'), type, name, id].join('/')
}

/** DescribeTargetGroups: each with the load balancer that uses it now; moto tells of those that ever did. */
export const groupsWithBalancer: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const used = await usedGroups(call, cx)
  const document = parseXml(answer.body)
  for (const group of members(child(rootOf(document), 'DescribeTargetGroupsResult'), 'TargetGroups')) {
    const balancer = used.get(leaf(group, 'TargetGroupArn'))
    group['LoadBalancerArns'] = balancer === undefined ? '' : { member: [balancer] }
  }
  return { ...answer, body: buildXml(document) }
}
