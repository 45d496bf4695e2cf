// How a machine is looked at: one reading for finding, waiting and watching.
import type { Instance } from '@aws-sdk/client-ec2'
import type { Machine } from '@geuse/plugin-api'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { allOf } from '../../common/pages.js'
import { ifThere } from '../../wait/consistency.js'
import { nodeFilters, stackFilters } from '../../common/tags.js'
import { told } from '../../common/required.js'

const alive = ['pending', 'running', 'stopping', 'stopped']

/**
 * @param id of the machine; without, the node's tag finds it
 * @returns the machine unless it is on its way out; a newly bought one may not show for a moment
 */
export async function livingMachine(cx: AwsContext, id?: string): Promise<Instance | undefined> {
  const found = await instances(cx, id ? { InstanceIds: [id] } : { Filters: nodeFilters(cx) })
  return found.find(({ State }) => alive.includes(State?.Name ?? ''))
}

/** @returns all machines of the stack that are not on their way out */
export async function livingMachines(cx: AwsListContext): Promise<readonly Instance[]> {
  const found = await instances(cx, { Filters: stackFilters(cx.stack) })
  return found.filter(({ State }) => alive.includes(State?.Name ?? ''))
}

/** @returns the machine in whatever state, or undefined when AWS has forgotten it */
export async function anyMachine(cx: Pick<AwsContext, 'aws'>, id: string): Promise<Instance | undefined> {
  return (await instances(cx, { InstanceIds: [id] }))[0]
}

/** @returns what is recorded of a machine */
export function machineOutputs(instance: Instance): Machine {
  return {
    instanceId: told(instance.InstanceId, 'InstanceId'),
    type: told(instance.InstanceType, 'InstanceType'),
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
