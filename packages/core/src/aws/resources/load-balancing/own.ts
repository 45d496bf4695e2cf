// Load balancers and target groups of a stack: ELB takes no filters, so all of the region are looked at, and their tags
// are asked for twenty at a time, which is as many as it takes.
import type { Listener, LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsListContext } from '../../common/context.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { isOurs, type Tags } from '../../common/tags.js'
import { ifThere } from '../../wait/consistency.js'

const arnsAtOnce = 20

/** A thing with the tags that say whose it is. */
export interface Tagged<T> {
  readonly thing: T
  readonly tags: Tags
}

/** @returns those that carry the stack's id */
export async function ownLoadBalancers(cx: AwsListContext): Promise<readonly Tagged<LoadBalancer>[]> {
  const elb = await cx.aws.elbv2()
  const found = await allOf(elb.paginateDescribeLoadBalancers({}), ({ LoadBalancers }) => LoadBalancers)
  return ours(cx, found, ({ LoadBalancerArn }) => required(LoadBalancerArn, 'LoadBalancerArn'))
}

/** @returns those that carry the stack's id */
export async function ownTargetGroups(cx: AwsListContext): Promise<readonly Tagged<TargetGroup>[]> {
  const elb = await cx.aws.elbv2()
  const found = await allOf(elb.paginateDescribeTargetGroups({}), ({ TargetGroups }) => TargetGroups)
  return ours(cx, found, ({ TargetGroupArn }) => required(TargetGroupArn, 'TargetGroupArn'))
}

/** @returns all listeners of a load balancer; none where it is not there */
export async function listenersOf(
  cx: Pick<AwsListContext, 'aws'>,
  LoadBalancerArn: string,
): Promise<readonly Listener[]> {
  const elb = await cx.aws.elbv2()
  const pages = elb.paginateDescribeListeners({ LoadBalancerArn })
  return (await ifThere(() => allOf(pages, ({ Listeners }) => Listeners))) ?? []
}

/**
 * @param things of any stack, or nobody's
 * @param arnOf where their tags hang
 * @returns the stack's own
 */
export async function ours<T>(
  cx: Pick<AwsListContext, 'aws' | 'stack'>,
  things: readonly T[],
  arnOf: (thing: T) => string,
): Promise<readonly Tagged<T>[]> {
  const tags = await tagsOfAll(cx, things.map(arnOf))
  return things
    .map((thing) => ({ thing, tags: tags.get(arnOf(thing)) }))
    .filter((tagged) => isOurs(tagged.tags, cx.stack))
}

async function tagsOfAll(cx: Pick<AwsListContext, 'aws'>, arns: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
  const elb = await cx.aws.elbv2()
  const parts = Array.from({ length: Math.ceil(arns.length / arnsAtOnce) }, (_none, index) =>
    arns.slice(index * arnsAtOnce, (index + 1) * arnsAtOnce),
  )
  const answers = await Promise.all(parts.map((ResourceArns) => elb.describeTags({ ResourceArns })))
  const described = answers.flatMap(({ TagDescriptions = [] }) => TagDescriptions)
  return new Map(described.map(({ ResourceArn = '', Tags }) => [ResourceArn, Tags]))
}
