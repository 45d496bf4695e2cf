// An instance among those that a load balancer sends requests to. It leaves before it ends, so that what it is in the
// middle of is finished.
import { defineResource, type Target } from '@geuse/plugin-api'
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { required } from '../../common/required.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { waitFor } from '../../wait/wait-for.js'
import { ownTargetGroups } from './own.js'

/** Seconds for an instance that was just bought to be one that can be registered: it has to run. */
const runningWithin = 120

/** Registration of an instance with a target group. */
export const target = defineResource<Target, Target, Target, AwsContext>({
  type: 'target',
  stage: 'instance',
  iam: [
    'elasticloadbalancing:DeregisterTargets',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:RegisterTargets',
  ],
  idempotent: 'name',
  identity: ({ targetGroupArn, instanceId }) => ({ targetGroupArn, instanceId }),
  find: async (cx, { identity }) => {
    const found = await registered(cx, identity.targetGroupArn)
    return found.some((one) => one.Target?.Id === identity.instanceId && stays(one)) ? identity : undefined
  },
  create: async (cx, { targetGroupArn, instanceId }) => {
    const elb = await cx.aws.elbv2()
    const request = { TargetGroupArn: targetGroupArn, Targets: [{ Id: instanceId }] }
    await retryUntilConsistent(cx, `${instanceId} to run`, () => elb.registerTargets(request), runningWithin)
    return { targetGroupArn, instanceId }
  },
  list: async (cx) => (await Promise.all((await ownTargetGroups(cx)).map(({ thing }) => listedOf(cx, thing)))).flat(),
  destroy: async (cx, { observed: { targetGroupArn, instanceId } }) => {
    const elb = await cx.aws.elbv2()
    const request = { TargetGroupArn: targetGroupArn, Targets: [{ Id: instanceId }] }
    await ifThere(() => elb.deregisterTargets(request))
    const gone = async () => {
      const found = await registered(cx, targetGroupArn)
      return found.some((one) => one.Target?.Id === instanceId) ? undefined : true
    }
    await waitFor(cx, `${instanceId} to finish what it answers`, gone, { seconds: 120 })
  },
  seconds: { create: 1, destroy: 5 },
  label: ({ instanceId }) => instanceId,
})

/** @returns the targets of a group with their health; none where the group is gone */
export async function registered(
  cx: Pick<AwsContext, 'aws'>,
  TargetGroupArn: string,
): Promise<readonly TargetHealthDescription[]> {
  const elb = await cx.aws.elbv2()
  return (await ifThere(() => elb.describeTargetHealth({ TargetGroupArn })))?.TargetHealthDescriptions ?? []
}

async function listedOf(cx: AwsListContext, group: { readonly TargetGroupArn?: string | undefined }) {
  const targetGroupArn = required(group.TargetGroupArn, 'TargetGroupArn')
  const found = await registered(cx, targetGroupArn)
  return found.filter(stays).map((one) => {
    const observed = { targetGroupArn, instanceId: required(one.Target?.Id, 'Id') }
    return { id: observed.instanceId, known: { identity: observed, observed } }
  })
}

/**
 * A registration outlives its instance, and one of an instance that does not run leads nowhere: ELB API Reference,
 * TargetHealth, reason `Target.InvalidState`.
 */
function stays({ TargetHealth }: TargetHealthDescription): boolean {
  return TargetHealth?.State !== 'draining' && TargetHealth?.Reason !== 'Target.InvalidState'
}
