// The networks of an account in a region, for somebody who chooses one.
import { allOf } from '../common/pages.js'
import type { Clients } from '../client/clients.js'

/** A network that could be chosen. */
export interface ListedVpc {
  readonly vpcId: string
  readonly cidr: string
  /** Its tag `Name`; null without one. */
  readonly name: string | null
  readonly isDefault: boolean
}

/** @returns every network of the region, the default one first */
export async function listVpcs(aws: Clients): Promise<ListedVpc[]> {
  const ec2 = await aws.ec2()
  const found = await allOf(ec2.paginateDescribeVpcs({}), ({ Vpcs }) => Vpcs)
  return found
    .map(({ VpcId = '', CidrBlock = '', IsDefault = false, Tags = [] }) => ({
      vpcId: VpcId,
      cidr: CidrBlock,
      name: Tags.find(({ Key }) => Key === 'Name')?.Value ?? null,
      isDefault: IsDefault,
    }))
    .toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault) || one.vpcId.localeCompare(other.vpcId))
}
