// A quota error helps only if it says which quota and where to raise it.
import { type KnownQuota, knownQuotas, raiseCommand, vcpuQuota } from '../quotas/known-quotas.js'

const byName: Readonly<Record<string, KnownQuota>> = {
  AddressLimitExceeded: knownQuotas.addresses,
  FileSystemLimitExceeded: knownQuotas.fileSystems,
  InternetGatewayLimitExceeded: knownQuotas.internetGateways,
  TooManyDistributions: knownQuotas.distributions,
  TooManyLoadBalancers: knownQuotas.loadBalancers,
  TooManyTargetGroups: knownQuotas.targetGroups,
  VpcLimitExceeded: knownQuotas.vpcs,
}

/** Those that count by the type of the instance. */
const capacityTypes = {
  InstanceLimitExceeded: 'on-demand',
  MaxSpotInstanceCountExceeded: 'spot',
  VcpuLimitExceeded: 'on-demand',
} as const

/** Where AWS does not say what was refused. */
const usualType = 't3.large'

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
export function quotaAdvice(name: string, needed?: number, type: string = usualType): QuotaAdvice {
  const way = capacityTypes[name as keyof typeof capacityTypes] as 'spot' | 'on-demand' | undefined
  const quota = way === undefined ? byName[name] : vcpuQuota(type, way)
  if (!quota) return { hints: ['aws service-quotas list-service-quotas --service-code ec2'] }
  return {
    title: quota.title,
    hints: [
      `aws service-quotas get-service-quota --service-code ${quota.service} --quota-code ${quota.code}`,
      raiseCommand(quota, needed),
    ],
  }
}
