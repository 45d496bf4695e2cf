// A public subnet of our own network.
import { defineResource, type SubnetFacts } from '@geuse/plugin-api'
import { isAlreadyThere } from '../classify.js'
import type { AwsContext } from '../context.js'
import { stranger } from '../names.js'
import { deleteWhenFree, ifThere, settled } from '../patience.js'
import { isOurs, tagSpecification } from '../tags.js'

interface Subnet extends SubnetFacts {
  /** Whether machines in it get an address, as just seen. */
  readonly addresses?: boolean
}
interface Props {
  readonly vpcId: string
  readonly cidr: string
  readonly zone: string
}

/** Subnet, found by its network and block, which no two can share. */
export const subnet = defineResource<Props, Omit<Props, 'zone'>, Subnet, AwsContext>({
  type: 'subnet',
  stage: 'network',
  iam: ['ec2:CreateSubnet', 'ec2:CreateTags', 'ec2:DescribeSubnets', 'ec2:ModifySubnetAttribute', 'ec2:DeleteSubnet'],
  idempotent: 'name',
  identity: ({ vpcId, cidr }) => ({ vpcId, cidr }),
  find: async (cx, { identity, seen }) => {
    const ec2 = await cx.aws.ec2()
    const { vpcId, cidr } = identity
    const byName = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }, { Name: 'cidr-block', Values: [cidr] }] }
    const answer = await ifThere(() => ec2.describeSubnets(seen ? { SubnetIds: [seen.subnetId] } : byName))
    const found = answer?.Subnets?.find(({ Tags }) => isOurs(Tags, cx.stack))
    return found && { subnetId: found.SubnetId!, zone: found.AvailabilityZone!, addresses: found.MapPublicIpOnLaunch === true }
  },
  create: async (cx, { vpcId, cidr, zone }) => {
    const ec2 = await cx.aws.ec2()
    const request = { VpcId: vpcId, CidrBlock: cidr, AvailabilityZone: zone, TagSpecifications: tagSpecification(cx, 'subnet') }
    try {
      const { Subnet } = await settled(cx, vpcId, () => ec2.createSubnet(request))
      return { subnetId: Subnet!.SubnetId!, zone, addresses: false }
    } catch (error) {
      throw isAlreadyThere(error) ? stranger('Subnet', `${cidr} of ${vpcId}`, error) : error
    }
  },
  sync: async (cx, { subnetId, zone, addresses }) => {
    const ec2 = await cx.aws.ec2()
    const request = { SubnetId: subnetId, MapPublicIpOnLaunch: { Value: true } }
    if (!addresses) await settled(cx, subnetId, () => ec2.modifySubnetAttribute(request))
    return { subnetId, zone }
  },
  destroy: async (cx, { observed: { subnetId } }) => {
    const ec2 = await cx.aws.ec2()
    await deleteWhenFree(cx, subnetId, () => ec2.deleteSubnet({ SubnetId: subnetId }))
  },
  seconds: { create: 2, destroy: 40 },
  label: ({ subnetId, zone }) => `${subnetId} in ${zone}`,
})
