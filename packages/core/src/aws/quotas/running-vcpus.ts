// The vCPUs that a quota counts as used: of all instances of its families that run, or are about to.
import type { Clients } from '../client/clients.js'
import { allOf } from '../common/pages.js'
import { instanceTypes } from '../discovery/known-types.js'
import { type CapacityType, type KnownQuota, typePatterns, vcpuQuota } from './known-quotas.js'

/**
 * @param aws clients of the run
 * @param quota of vCPUs
 * @param way how the instances that it counts are bought
 * @returns default vCPUs of what runs: that is what EC2 counts, also of instances with fewer threads (EC2 User Guide,
 * CPU options)
 */
export async function runningVcpus(aws: Clients, quota: KnownQuota, way: CapacityType): Promise<number> {
  const ec2 = await aws.ec2()
  const Filters = [
    { Name: 'instance-state-name', Values: ['pending', 'running'] },
    { Name: 'instance-type', Values: [...typePatterns(quota)] },
  ]
  const reservations = await allOf(ec2.paginateDescribeInstances({ Filters }), (page) => page.Reservations)
  const types = reservations
    .flatMap(({ Instances = [] }) => Instances)
    .filter(({ InstanceLifecycle }) => (InstanceLifecycle === 'spot' ? 'spot' : 'on-demand') === way)
    .flatMap(({ InstanceType: type }) =>
      type !== undefined && vcpuQuota(type, way)?.code === quota.code ? [type] : [],
    )
  const sizes = await vcpusOf(aws, [...new Set(types)])
  return types.reduce((sum, type) => sum + (sizes.get(type) ?? 0), 0)
}

/** Types that EC2 is asked about at once, at most (EC2 API reference, DescribeInstanceTypes). */
const atOnce = 100

/** @returns default vCPUs by type; those that are not known here are asked for */
async function vcpusOf(aws: Clients, types: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map(instanceTypes.map(({ type, vcpu }) => [type, vcpu]))
  const strange = types.filter((type) => !sizes.has(type))
  const ec2 = await aws.ec2()
  for (let from = 0; from < strange.length; from += atOnce) {
    const asked = strange.slice(from, from + atOnce) as never[]
    const { InstanceTypes = [] } = await ec2.describeInstanceTypes({ InstanceTypes: asked })
    for (const { InstanceType = '', VCpuInfo } of InstanceTypes) sizes.set(InstanceType, VCpuInfo?.DefaultVCpus ?? 0)
  }
  return sizes
}
