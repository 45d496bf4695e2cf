// Service Quotas: the few that a launch can run into, at their defaults.
import { jsonAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { text } from '../request/params.js'

const quotas: Readonly<Record<string, { readonly service: string; readonly name: string; readonly value: number }>> = {
  'L-1216C47A': { service: 'ec2', name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', value: 32 },
  'L-34B43A08': { service: 'ec2', name: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests', value: 32 },
  'L-DB2E81BA': { service: 'ec2', name: 'Running On-Demand G and VT instances', value: 0 },
  'L-3819A6DF': { service: 'ec2', name: 'All G and VT Spot Instance Requests', value: 0 },
  'L-0263D0A3': { service: 'ec2', name: 'EC2-VPC Elastic IPs', value: 5 },
  'L-F678F1CE': { service: 'vpc', name: 'VPCs per Region', value: 5 },
}

/** GetServiceQuota. */
export const getServiceQuota: Handler = async (call) => {
  const code = text(call.params, 'QuotaCode') ?? ''
  const quota = quotas[code]
  if (!quota || quota.service !== text(call.params, 'ServiceCode'))
    throw new AwsError(
      'NoSuchResourceException',
      'The request failed because the specified service quota does not exist.',
    )
  return jsonAnswer({
    Quota: {
      ServiceCode: quota.service,
      QuotaCode: code,
      QuotaName: quota.name,
      Value: quota.value,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    },
  })
}
