// How AWS's price list describes what gm's own resources are billed by.
import type { ListedPrice } from '@geuse/plugin-api'

/** A GB and month of a gp3 disk, with the throughput that comes with it. */
export const gp3: ListedPrice = {
  service: 'AmazonEC2',
  attributes: { productFamily: 'Storage', volumeApiName: 'gp3' },
  usage: 'EBS:VolumeUsage.gp3',
}

/** A GB and month of EFS, Standard class. */
export const efsStandard: ListedPrice = {
  service: 'AmazonEFS',
  attributes: { productFamily: 'Storage', storageClass: 'General Purpose' },
  usage: 'TimedStorage-ByteHrs',
}

/** An hour of an application load balancer, without what goes through it. */
export const applicationLoadBalancer: ListedPrice = {
  service: 'AWSELB',
  attributes: { productFamily: 'Load Balancer-Application' },
  usage: 'LoadBalancerUsage',
}

/** An hour of one public IPv4 address that leads somewhere; an idle one costs the same. */
export const publicAddress: ListedPrice = {
  service: 'AmazonVPC',
  attributes: { group: 'VPCPublicIPv4Address' },
  usage: 'PublicIPv4:InUseAddress',
}

/**
 * USD an hour of a public IPv4 address, in use or idle, in every commercial region since 1 February 2024:
 * https://aws.amazon.com/vpc/pricing/, announced in
 * https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/ (July 2023). It stands in
 * where the price list cannot be asked.
 */
export const publishedAddressPrice = { usd: 0.005, at: '2024-02-01T00:00:00.000Z' } as const
