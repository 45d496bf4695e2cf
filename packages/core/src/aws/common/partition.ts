// The partitions of AWS: each has regions, accounts and ARNs of its own.

/** @returns the second part of every ARN in a region, e.g. `aws-cn` (AWS General Reference, Amazon Resource Names) */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
