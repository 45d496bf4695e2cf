// The lease of a file system's data: one instance writes it, another one waits until EC2 says that the first has ended.
import type { Context } from '../account/context.js'
import { instanceState } from '../ec2/instance-record.js'
import type { Boot, BootFailure } from './boot-failure.js'
import type { Lease } from './lease-record.js'
import { planTable } from './plan.js'
import { rights } from './surroundings.js'

/** Takes the lease for the instance that boots; the reason where somebody else has it. */
export async function leaseObstacle({ cx, launch, bundle }: Boot): Promise<BootFailure> {
  const fileSystem = planTable(bundle, 'stack').file_system_id
  const lease = cx.state.leases.get(fileSystem)
  const holder = lease?.holder
  if (lease !== undefined && holder !== undefined && holder !== launch.instanceId) {
    const may = await rights(cx, launch)
    const known = may({ action: 'ec2:DescribeInstances', resource: '*' })
    const state = known ? stateOf(cx, holder) : 'in a state that EC2 does not tell'
    if (!['gone', 'stopped', 'terminated'].includes(state)) return `${leaseWords(holder, lease)}, and is ${state}`
  }
  cx.state.leases.set(fileSystem, {
    generation: (lease?.generation ?? 0) + 1,
    holder: launch.instanceId,
    since: cx.clock.now(),
  })
  return undefined
}

/** Gives it back, if it is still this instance's. */
export function releaseLease(cx: Context, fileSystem: string, instanceId: string): void {
  const lease = cx.state.leases.get(fileSystem)
  if (lease?.holder !== instanceId) return
  cx.state.leases.set(fileSystem, {
    generation: lease.generation + 1,
    holder: undefined,
    since: cx.clock.now(),
  })
}

function stateOf({ state, clock }: Context, id: string): string {
  const record = state.instances.get(id)
  return (record && instanceState(record, clock.now())) ?? 'gone'
}

function leaseWords(holder: string, { generation, since }: Lease): string {
  return `${holder} holds the data of this stack since ${new Date(since).toISOString()} (generation ${generation})`
}
