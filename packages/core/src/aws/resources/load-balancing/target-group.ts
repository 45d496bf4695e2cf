// Where a load balancer sends requests, and how it finds out who is well.
import { defineResource, type TargetGroupProps } from '@geuse/plugin-api'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf } from '../../common/changes.js'
import { listed } from '../../common/listed.js'
import { nameLimits, foreignResource, uniqueName } from '../../common/names.js'
import { required } from '../../common/required.js'
import { tagsOf, type Owner } from '../../common/tags.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { foreignUsers, groupName } from './group-users.js'
import { ours, ownTargetGroups } from './own.js'

const drainKey = 'deregistration_delay.timeout_seconds'
/** What AWS sets when nobody said anything: ELB API Reference, TargetGroupAttribute. */
const usualDrainSeconds = '300'
/** Seconds that open connections are given when their instance goes; it ends right after, whatever they do. */
const drainSeconds = '20'

/** Twice well within 20 s, three times not within 30 s. */
const healthCheck = {
  HealthCheckEnabled: true,
  HealthCheckProtocol: 'HTTP',
  HealthCheckPort: 'traffic-port',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 2,
  UnhealthyThresholdCount: 3,
  Matcher: { HttpCode: '200' },
} as const

/** Target group of instances over HTTP, found by a name that holds its generation. */
export const targetGroup = defineResource<TargetGroupProps, { name: string }, { arn: string }, AwsContext>({
  type: 'target-group',
  stage: 'network',
  iam: [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateTargetGroup',
    'elasticloadbalancing:DeleteTargetGroup',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:ModifyTargetGroup',
    'elasticloadbalancing:ModifyTargetGroupAttributes',
  ],
  idempotent: 'name',
  identity: (_props, owner) => ({ name: nameOf(owner) }),
  find: async (cx, { identity: { name }, seen }) => {
    const found = await describe(cx, seen ? { TargetGroupArns: [seen.arn] } : { Names: [name] })
    if (found === undefined || seen !== undefined) return found && outputs(found)
    const [own] = await ours(cx, [found], ({ TargetGroupArn = '' }) => TargetGroupArn)
    return own && outputs(own.thing)
  },
  create: async (cx, { vpcId, port, healthPath }) => {
    const elb = await cx.aws.elbv2()
    const name = nameOf(cx)
    const what = { Name: name, TargetType: 'instance', Protocol: 'HTTP', Port: port, VpcId: vpcId } as const
    const request = { ...what, ...healthCheck, HealthCheckPath: healthPath, Tags: tagsOf(cx) }
    try {
      const { TargetGroups } = await retryUntilConsistent(cx, vpcId, () => elb.createTargetGroup(request))
      return outputs(required(TargetGroups?.[0], 'TargetGroups'))
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Target group', name, error) : error
    }
  },
  sync: async (cx, observed) => {
    const elb = await cx.aws.elbv2()
    const asked = () => elb.describeTargetGroupAttributes({ TargetGroupArn: observed.arn })
    const { Attributes = [] } = await retryUntilConsistent(cx, observed.arn, asked)
    if (Attributes.find(({ Key }) => Key === drainKey)?.Value === usualDrainSeconds)
      await elb.modifyTargetGroupAttributes({
        TargetGroupArn: observed.arn,
        Attributes: [{ Key: drainKey, Value: drainSeconds }],
      })
    return observed
  },
  diff: (made, props) => changesOf(made, props, ['healthPath']),
  update: async (cx, observed, { healthPath }) => {
    const elb = await cx.aws.elbv2()
    await elb.modifyTargetGroup({ TargetGroupArn: observed.arn, HealthCheckPath: healthPath })
    return observed
  },
  stable: ['arn'],
  list: async (cx) =>
    (await ownTargetGroups(cx)).map(({ thing, tags }) => {
      const observed = outputs(thing)
      const identity = { name: required(thing.TargetGroupName, 'TargetGroupName') }
      return listed(observed.arn, tags, { identity, observed })
    }),
  destroy: async (cx, { observed: { arn } }) => {
    const elb = await cx.aws.elbv2()
    await deleteWhenFree(
      cx,
      groupName(arn),
      () => elb.deleteTargetGroup({ TargetGroupArn: arn }),
      () => foreignUsers(cx, arn),
    )
  },
  seconds: { create: 2, destroy: 2 },
  label: ({ arn }) => groupName(arn),
})

function nameOf({ stack, generation }: Pick<Owner, 'stack' | 'generation'>): string {
  return uniqueName(stack, generation === 0 ? 'web' : `web-${generation}`, nameLimits.loadBalancer)
}

async function describe(
  cx: Pick<AwsContext, 'aws'>,
  by: { TargetGroupArns: string[] } | { Names: string[] },
): Promise<TargetGroup | undefined> {
  const elb = await cx.aws.elbv2()
  return (await ifThere(() => elb.describeTargetGroups(by)))?.TargetGroups?.[0]
}

function outputs({ TargetGroupArn }: TargetGroup): { arn: string } {
  return { arn: required(TargetGroupArn, 'TargetGroupArn') }
}
