// A quota error helps only if it says which quota and where to raise it. The codes are those of the Service Quotas
// console, of the quotas that a stack can run into.

interface Quota {
  readonly title: string
  readonly service: string
  readonly code: string
}

const quotas: Readonly<Record<string, Quota>> = {
  AddressLimitExceeded: { title: 'EC2-VPC Elastic IPs', service: 'ec2', code: 'L-0263D0A3' },
  FileSystemLimitExceeded: { title: 'File systems per account', service: 'elasticfilesystem', code: 'L-848C634D' },
  InstanceLimitExceeded: { title: 'Running On-Demand Standard instances (vCPUs)', service: 'ec2', code: 'L-1216C47A' },
  InternetGatewayLimitExceeded: { title: 'Internet gateways per Region', service: 'vpc', code: 'L-A4707A72' },
  MaxSpotInstanceCountExceeded: {
    title: 'All Standard Spot Instance Requests (vCPUs)',
    service: 'ec2',
    code: 'L-34B43A08',
  },
  TooManyDistributions: { title: 'Web distributions per AWS account', service: 'cloudfront', code: 'L-24B04930' },
  TooManyLoadBalancers: {
    title: 'Application Load Balancers per Region',
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
  },
  TooManyTargetGroups: { title: 'Target Groups per Region', service: 'elasticloadbalancing', code: 'L-B22855CB' },
  VcpuLimitExceeded: { title: 'Running On-Demand Standard instances (vCPUs)', service: 'ec2', code: 'L-1216C47A' },
  VpcLimitExceeded: { title: 'VPCs per Region', service: 'vpc', code: 'L-F678F1CE' },
}

/** Those of types with a GPU, which count apart: EC2 User Guide, instance type quotas. */
const gpuQuotas: Readonly<Record<string, Quota>> = {
  InstanceLimitExceeded: { title: 'Running On-Demand G and VT instances', service: 'ec2', code: 'L-DB2E81BA' },
  MaxSpotInstanceCountExceeded: { title: 'All G and VT Spot Instance Requests', service: 'ec2', code: 'L-3819A6DF' },
  VcpuLimitExceeded: { title: 'Running On-Demand G and VT instances', service: 'ec2', code: 'L-DB2E81BA' },
}

/** Which quota a refusal means, and the commands that show and raise it. */
export interface QuotaAdvice {
  readonly title?: string
  readonly hints: readonly string[]
}

/**
 * @param name error name as AWS gives it
 * @param needed value that would do, in the quota's own unit, where it is known
 * @param type of the instance that was refused, where one was
 * @returns the quota's name and what to type
 */
export function quotaAdvice(name: string, needed?: number, type = ''): QuotaAdvice {
  const quota = /^(g|vt)\d/.test(type) ? gpuQuotas[name] : quotas[name]
  if (!quota) return { hints: ['aws service-quotas list-service-quotas --service-code ec2'] }
  const which = `--service-code ${quota.service} --quota-code ${quota.code}`
  return {
    title: quota.title,
    hints: [
      `aws service-quotas get-service-quota ${which}`,
      `aws service-quotas request-service-quota-increase ${which} --desired-value ${needed ?? '<value>'}`,
    ],
  }
}
