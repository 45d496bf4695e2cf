// How an instance is looked at: one reading for finding, waiting and watching.
import type { Instance } from '@aws-sdk/client-ec2'
import type { LaunchedInstance } from '@geuse/plugin-api'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { allOf } from '../../common/pages.js'
import { ifThere } from '../../wait/consistency.js'
import { nodeFilters, stackFilters } from '../../common/tags.js'
import { required } from '../../common/required.js'
import { isTakenBack } from './notice.js'

const alive = ['pending', 'running', 'stopping', 'stopped']

/**
 * @param id of the instance; without, the node's tag finds it
 * @returns the instance unless it is on its way out, or EC2 takes it back; a newly bought one may not show for a moment
 */
export async function existingInstance(cx: AwsContext, id?: string): Promise<Instance | undefined> {
  const found = await instances(cx, id ? { InstanceIds: [id] } : { Filters: nodeFilters(cx) })
  return found.find(({ State, Tags }) => alive.includes(State?.Name ?? '') && !isTakenBack(Tags))
}

/** @returns all instances of the stack that are not on their way out */
export async function existingInstances(cx: AwsListContext): Promise<readonly Instance[]> {
  const found = await instances(cx, { Filters: stackFilters(cx.stack) })
  return found.filter(({ State }) => alive.includes(State?.Name ?? ''))
}

/** @returns the instance in whatever state, or undefined when AWS has forgotten it */
export async function anyInstance(cx: Pick<AwsContext, 'aws'>, id: string): Promise<Instance | undefined> {
  return (await instances(cx, { InstanceIds: [id] }))[0]
}

/** @returns what is recorded of an instance */
export function instanceOutputs(instance: Instance): LaunchedInstance {
  return {
    instanceId: required(instance.InstanceId, 'InstanceId'),
    type: required(instance.InstanceType, 'InstanceType'),
    market: instance.InstanceLifecycle === 'spot' ? 'spot' : 'on-demand',
    zone: instance.Placement?.AvailabilityZone ?? '',
    privateIp: instance.PrivateIpAddress ?? '',
    launchedAt: (instance.LaunchTime ?? new Date(0)).toISOString(),
  }
}

async function instances(
  cx: Pick<AwsContext, 'aws'>,
  by: { InstanceIds: string[] } | { Filters: { Name: string; Values: string[] }[] },
): Promise<readonly Instance[]> {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeInstances(by)
  const read = () => allOf(pages, ({ Reservations = [] }) => Reservations.flatMap(({ Instances = [] }) => Instances))
  return (await ifThere(read)) ?? []
}
