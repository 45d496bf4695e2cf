// Who of somebody else's sends requests to a target group of the stack. AWS lets one load balancer alone use a target
// group, and deletes it only when none does; only its owner can change what uses it.
import type { ListenerProps } from '@geuse/plugin-api'
import type { Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsContext } from '../../common/context.js'
import { loadBalancerName } from '../../common/names.js'
import { allOf } from '../../common/pages.js'
import { conflictWith, type Dependent } from '../../dependents/dependent.js'
import { isUsedElsewhere } from '../../errors/classify.js'
import { ifThere } from '../../wait/consistency.js'
import { listenersOf } from './own.js'

/** @returns the name in the ARN of a target group */
export function groupName(arn: string): string {
  return arn.split(':targetgroup/')[1]?.split('/')[0] ?? arn
}

/** @returns listeners and rules of load balancers that are not the stack's, which forward to the target group */
export async function foreignUsers(cx: AwsContext, groupArn: string): Promise<readonly Dependent[]> {
  const elb = await cx.aws.elbv2()
  const found = await ifThere(() => elb.describeTargetGroups({ TargetGroupArns: [groupArn] }))
  const { LoadBalancerArns = [] } = found?.TargetGroups?.[0] ?? {}
  const theirs = LoadBalancerArns.filter((arn) => !arn.includes(`/${loadBalancerName(cx.stack)}/`))
  const listeners = await Promise.all(theirs.map((arn) => listenersOf(cx, arn)))
  const users = await Promise.all(listeners.flat().map((one) => usersAt(cx, one, groupArn)))
  return users.flat()
}

/**
 * Has a listener forward somewhere.
 * @param action where to
 * @throws GmError CONFLICT naming who uses that target group already
 */
export async function unlessUsedElsewhere<T>(
  cx: AwsContext,
  action: ListenerProps['action'],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (action === 'https' || !isUsedElsewhere(error)) throw error
    const users = await foreignUsers(cx, action.targetGroupArn)
    if (users.length === 0) throw error
    const { name, region } = cx.stack
    const refusal = `${groupName(action.targetGroupArn)} is used by a load balancer that gm did not make, and AWS lets only one use it`
    const conflict = conflictWith(refusal, users, region)
    throw conflict.with({ hints: [...conflict.hints, `gm deploy ${name}   # goes on`] })
  }
}

async function usersAt(cx: AwsContext, listener: Listener, groupArn: string): Promise<readonly Dependent[]> {
  const { ListenerArn } = listener
  const elb = await cx.aws.elbv2()
  const rules = await ifThere(() => allOf(elb.paginateDescribeRules({ ListenerArn }), ({ Rules }) => Rules))
  return (rules ?? []).filter((rule) => forwardsTo(rule, groupArn)).map((rule) => userOf(listener, rule))
}

function forwardsTo({ Actions = [] }: Rule, groupArn: string): boolean {
  return Actions.some(
    ({ TargetGroupArn, ForwardConfig }) =>
      TargetGroupArn === groupArn || ForwardConfig?.TargetGroups?.some((one) => one.TargetGroupArn === groupArn),
  )
}

/** The rule that every listener has is the listener's own action. */
function userOf({ ListenerArn = '', LoadBalancerArn = '', Port }: Listener, rule: Rule): Dependent {
  const balancer = `load balancer ${LoadBalancerArn.split('/').at(-2) ?? LoadBalancerArn}`
  if (rule.IsDefault === true)
    return {
      kind: 'listener',
      id: ListenerArn,
      about: [`port ${Port} of ${balancer}`],
      removal: `elbv2 delete-listener --listener-arn ${ListenerArn}   # or modify-listener, to forward elsewhere`,
    }
  const { RuleArn = '', Priority } = rule
  return {
    kind: 'listener rule',
    id: RuleArn,
    about: [`priority ${Priority} at port ${Port} of ${balancer}`],
    removal: `elbv2 delete-rule --rule-arn ${RuleArn}   # or modify-rule, to forward elsewhere`,
  }
}
