// Service Quotas: what an account is allowed, quota by quota and as a list.
import { jsonAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { allowed, type QuotaCode, quotaCodes, quotas } from './quota-table.js'

/** GetServiceQuota: as it is applied to the account. */
export const getServiceQuota: Handler = async (call, cx) => {
  const code = quotaNamed(call)
  return jsonAnswer({ Quota: described(call, code, allowed(cx.settings, code)) })
}

/** GetAWSDefaultServiceQuota: whatever the account has been given. */
export const getDefaultServiceQuota: Handler = async (call) => {
  const code = quotaNamed(call)
  return jsonAnswer({ Quota: described(call, code, quotas[code].value) })
}

/** ListServiceQuotas, a page at a time. */
export const listServiceQuotas: Handler = async (call, cx) => {
  const known = quotaCodes.filter((code) => quotas[code].service === text(call.params, 'ServiceCode'))
  if (known.length === 0) throw noSuch()
  const { from, to } = page(call)
  const Quotas = known.slice(from, to).map((code) => described(call, code, allowed(cx.settings, code)))
  return jsonAnswer({ Quotas, ...(to < known.length ? { NextToken: String(to) } : {}) })
}

/** Quotas a page: at most, and where nothing is said (Service Quotas API reference, ListServiceQuotas). */
const pageSize = 100

function page(call: Call): { readonly from: number; readonly to: number } {
  const size = Number(call.params['MaxResults'] ?? pageSize)
  if (!(size >= 1 && size <= pageSize))
    throw new AwsError('IllegalArgumentException', `MaxResults has to be between 1 and ${pageSize}.`)
  const token = text(call.params, 'NextToken') ?? '0'
  if (!/^\d+$/.test(token)) throw new AwsError('InvalidPaginationTokenException', 'Invalid pagination token.')
  return { from: Number(token), to: Number(token) + size }
}

function quotaNamed(call: Call): QuotaCode {
  const code = quotaCodes.find((known) => known === text(call.params, 'QuotaCode'))
  if (code === undefined || quotas[code].service !== text(call.params, 'ServiceCode')) throw noSuch()
  return code
}

function noSuch(): AwsError {
  return new AwsError(
    'NoSuchResourceException',
    'The request failed because the specified service quota does not exist.',
  )
}

function described({ region, account }: Pick<Call, 'region' | 'account'>, code: QuotaCode, value: number): object {
  const { service, name } = quotas[code]
  return {
    ServiceCode: service,
    QuotaArn: `arn:aws:servicequotas:${region}:${account}:${service}/${code}`,
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
  }
}
