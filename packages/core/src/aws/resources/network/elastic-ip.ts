// The stack's address: known before the instance boots, and the same after it is replaced.
import { defineResource } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { deleteWhenFree, ifThere } from '../../wait/consistency.js'
import { nodeFilters, nodeOf, stackFilters, tagSpecification } from '../../common/tags.js'
import { publicAddress } from '../../common/prices.js'
import { listed } from '../../common/listed.js'
import { required } from '../../common/required.js'

interface Address {
  readonly allocationId: string
  readonly ip: string
}

/** Elastic IP, found by its node tag. */
export const elasticIp = defineResource<Record<string, never>, { node: string }, Address, AwsContext>({
  type: 'elastic-ip',
  stage: 'network',
  iam: [
    'ec2:AllocateAddress',
    'ec2:CreateTags',
    'ec2:DescribeAddresses',
    'ec2:DisassociateAddress',
    'ec2:ReleaseAddress',
  ],
  idempotent: 'search',
  identity: (_props, { node }) => ({ node }),
  find: async (cx, { seen }) => {
    const found = await describe(cx, seen ? { AllocationIds: [seen.allocationId] } : { Filters: nodeFilters(cx) })
    return found.length === 0 ? undefined : found.map(outputs)
  },
  create: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const made = await ec2.allocateAddress({ Domain: 'vpc', TagSpecifications: tagSpecification(cx, 'elastic-ip') })
    return outputs(made)
  },
  list: async (cx) => {
    const found = await describe(cx, { Filters: stackFilters(cx.stack) })
    return found.map((address) => {
      const observed = outputs(address)
      return listed(observed.allocationId, address.Tags, { identity: { node: nodeOf(address.Tags) ?? '' }, observed })
    })
  },
  destroy: async (cx, { observed: { allocationId } }) => {
    const ec2 = await cx.aws.ec2()
    const [there] = await describe(cx, { AllocationIds: [allocationId] })
    if (there?.AssociationId) await ifThere(() => ec2.disassociateAddress({ AssociationId: there.AssociationId }))
    await deleteWhenFree(cx, allocationId, () => ec2.releaseAddress({ AllocationId: allocationId }))
  },
  seconds: { create: 1, destroy: 5 },
  label: ({ ip }) => ip,
  costs: () => [{ name: 'public IPv4 address', unit: 'hour', quantity: 1, price: publicAddress }],
})

function outputs({
  AllocationId,
  PublicIp,
}: {
  readonly AllocationId?: string | undefined
  readonly PublicIp?: string | undefined
}): Address {
  return { allocationId: required(AllocationId, 'AllocationId'), ip: required(PublicIp, 'PublicIp') }
}

async function describe(
  cx: Pick<AwsContext, 'aws'>,
  by: { AllocationIds: string[] } | { Filters: { Name: string; Values: string[] }[] },
) {
  const ec2 = await cx.aws.ec2()
  return (await ifThere(() => ec2.describeAddresses(by)))?.Addresses ?? []
}
