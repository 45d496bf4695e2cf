// A public subnet of our own network. It gives no addresses away: an instance has the stack's own, or none, and not one
// that is taken from it in the middle of its boot.
import { defineResource, type SubnetFacts } from '@geuse/plugin-api'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { foreignResource } from '../../common/names.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { isOurs, tagSpecification } from '../../common/tags.js'
import { required } from '../../common/required.js'

interface Props {
  readonly vpcId: string
  readonly cidr: string
  readonly zone: string
}

/** Subnet, found by its network and block, which no two can share. */
export const subnet = defineResource<Props, Omit<Props, 'zone'>, SubnetFacts, AwsContext>({
  type: 'subnet',
  stage: 'network',
  iam: ['ec2:CreateSubnet', 'ec2:CreateTags', 'ec2:DescribeSubnets', 'ec2:DeleteSubnet'],
  idempotent: 'name',
  identity: ({ vpcId, cidr }) => ({ vpcId, cidr }),
  find: async (cx, { identity, seen }) => {
    const ec2 = await cx.aws.ec2()
    const { vpcId, cidr } = identity
    const byName = {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'cidr-block', Values: [cidr] },
      ],
    }
    const answer = await ifThere(() => ec2.describeSubnets(seen ? { SubnetIds: [seen.subnetId] } : byName))
    const found = answer?.Subnets?.find(({ Tags }) => isOurs(Tags, cx.stack))
    return (
      found && {
        subnetId: required(found.SubnetId, 'SubnetId'),
        zone: required(found.AvailabilityZone, 'AvailabilityZone'),
      }
    )
  },
  create: async (cx, { vpcId, cidr, zone }) => {
    const ec2 = await cx.aws.ec2()
    const request = {
      VpcId: vpcId,
      CidrBlock: cidr,
      AvailabilityZone: zone,
      TagSpecifications: tagSpecification(cx, 'subnet'),
    }
    try {
      const { Subnet } = await retryUntilConsistent(cx, vpcId, () => ec2.createSubnet(request))
      return { subnetId: required(Subnet?.SubnetId, 'SubnetId'), zone }
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Subnet', `${cidr} of ${vpcId}`, error) : error
    }
  },
  destroy: async (cx, { observed: { subnetId } }) => {
    const ec2 = await cx.aws.ec2()
    await deleteWhenFree(cx, subnetId, () => ec2.deleteSubnet({ SubnetId: subnetId }))
  },
  seconds: { create: 2, destroy: 40 },
  label: ({ subnetId, zone }) => `${subnetId} in ${zone}`,
})
