// A public subnet of our own network. It gives no addresses away: an instance has the stack's own, or none, and not one
// that is taken from it in the middle of its boot.
import type { Subnet } from '@aws-sdk/client-ec2'
import { defineResource, type SubnetFacts } from '@geuse/plugin-api'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { foreignResource } from '../../common/names.js'
import { dependentActions, dependentsOfSubnet } from '../../dependents/find-dependents.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { isOurs, stackFilters, tagSpecification } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
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
  iam: [
    'ec2:CreateSubnet',
    'ec2:CreateTags',
    'ec2:DescribeSubnets',
    'ec2:DeleteSubnet',
    ...dependentActions.interfaces,
  ],
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
    return found && outputs(found)
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
  list: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const pages = ec2.paginateDescribeSubnets({ Filters: stackFilters(cx.stack) })
    const found = await allOf(pages, ({ Subnets }) => Subnets)
    return found.map((subnet) => {
      const identity = { vpcId: required(subnet.VpcId, 'VpcId'), cidr: required(subnet.CidrBlock, 'CidrBlock') }
      const observed = outputs(subnet)
      return listed(observed.subnetId, subnet.Tags, { identity, observed })
    })
  },
  destroy: async (cx, { observed: { subnetId } }) => {
    const ec2 = await cx.aws.ec2()
    await deleteWhenFree(
      cx,
      subnetId,
      () => ec2.deleteSubnet({ SubnetId: subnetId }),
      () => dependentsOfSubnet(cx, subnetId),
    )
  },
  seconds: { create: 2, destroy: 40 },
  label: ({ subnetId, zone }) => `${subnetId} in ${zone}`,
})

function outputs({ SubnetId, AvailabilityZone }: Subnet): SubnetFacts {
  return { subnetId: required(SubnetId, 'SubnetId'), zone: required(AvailabilityZone, 'AvailabilityZone') }
}
