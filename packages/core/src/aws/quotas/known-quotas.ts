// The quotas that a stack can run into, by the codes of Service Quotas, and where each is raised.
import { partitionOf } from '../common/partition.js'

/** Where the console is, behind `<region>.console`. */
const consoles = { aws: 'aws.amazon.com', 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' } as const

/** One quota. */
export interface KnownQuota {
  /** As the console names it. */
  readonly title: string
  /** Code of the service that it is of, and its own. */
  readonly service: string
  readonly code: string
  /** What is counted. */
  readonly unit: string
}

/** Those that are not of vCPUs. */
export const knownQuotas = {
  addresses: { title: 'EC2-VPC Elastic IPs', service: 'ec2', code: 'L-0263D0A3', unit: 'addresses' },
  distributions: {
    title: 'Web distributions per AWS account',
    service: 'cloudfront',
    code: 'L-24B04930',
    unit: 'distributions',
  },
  fileSystems: {
    title: 'File systems per account',
    service: 'elasticfilesystem',
    code: 'L-848C634D',
    unit: 'file systems',
  },
  internetGateways: {
    title: 'Internet gateways per Region',
    service: 'vpc',
    code: 'L-A4707A72',
    unit: 'internet gateways',
  },
  loadBalancers: {
    title: 'Application Load Balancers per Region',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
    unit: 'load balancers',
  },
  targetGroups: {
    title: 'Target Groups per Region',
    service: 'elasticloadbalancing',
    code: 'L-B22855CB',
    unit: 'target groups',
  },
  vpcs: { title: 'VPCs per Region', service: 'vpc', code: 'L-F678F1CE', unit: 'VPCs' },
} as const satisfies Readonly<Record<string, KnownQuota>>

/** How an instance is bought. */
export type CapacityType = 'spot' | 'on-demand'

/** Instance types that are counted together. */
interface Family {
  readonly types: RegExp
  /** As filters of EC2 take them; what they let through beside is left out by `types`. */
  readonly patterns: readonly string[]
  readonly quotas: Readonly<Record<CapacityType, KnownQuota>>
}

/** EC2 User Guide, "Amazon EC2 instance type quotas"; the codes as Service Quotas lists them for `ec2`. */
const families: readonly Family[] = [
  family(/^(g|vt)\d/, ['g*', 'vt*'], 'G and VT', ['L-DB2E81BA', 'L-3819A6DF']),
  family(/^p\d/, ['p*'], 'P', ['L-417A185B', 'L-7212CCBC']),
  family(/^inf\d/, ['inf*'], 'Inf', ['L-1945791B', 'L-B5D1601B']),
  family(/^f\d/, ['f*'], 'F', ['L-74FC7D96', 'L-88CF9481']),
  family(/^x\d/, ['x*'], 'X', ['L-7295265B', 'L-E3A00192']),
  // Families of the standard letters have longer names too: `im4gn`, `is4gen`.
  family(
    /^([acdhimrtz]\d|im\d|is\d)/,
    [...'acdhimrtz'].map((letter) => `${letter}*`),
    'Standard (A, C, D, H, I, M, R, T, Z)',
    ['L-1216C47A', 'L-34B43A08'],
  ),
]

function family(
  types: RegExp,
  patterns: readonly string[],
  name: string,
  [onDemand, spot]: readonly [string, string],
): Family {
  const common = { service: 'ec2', unit: 'vCPUs' }
  return {
    types,
    patterns,
    quotas: {
      'on-demand': { ...common, title: `Running On-Demand ${name} instances`, code: onDemand },
      spot: { ...common, title: `All ${name} Spot Instance Requests`, code: spot },
    },
  }
}

/**
 * @param type of an instance
 * @param way how it is bought
 * @returns the quota that it counts for; undefined for families that are not known here
 */
export function vcpuQuota(type: string, way: CapacityType): KnownQuota | undefined {
  return families.find(({ types }) => types.test(type))?.quotas[way]
}

/** @returns which types a quota of vCPUs may count, as filters of EC2 take them */
export function typePatterns({ code }: KnownQuota): readonly string[] {
  return families.find(({ quotas }) => Object.values(quotas).some((one) => one.code === code))?.patterns ?? ['*']
}

/**
 * @param needed value that would do, where it is known
 * @param region of the quota; the one of the person's own configuration without
 * @returns what to type to have it raised
 */
export function raiseCommand({ service, code }: KnownQuota, needed?: number, region?: string): string {
  const where = region === undefined ? '' : ` --region ${region}`
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${needed ?? '<value>'}${where}`
}

/** @returns the page of the console where it is raised, in the partition of the region */
export function raisePage({ service, code }: KnownQuota, region: string): string {
  return `https://${region}.console.${consoles[partitionOf(region)]}/servicequotas/home/services/${service}/quotas/${code}`
}
