// No instances left, or no more allowed: refusals by rule, in EC2's words.
import type { CapacityRule } from '../account/settings.js'
import { AwsError } from '../answer/aws-error.js'
import { spotLimitWords, vcpuLimitWords } from '../quotas/vcpus.js'
import type { Market } from './instance-record.js'

/** What a launch asks for. */
export interface Wanted {
  readonly market: Market
  readonly type: string
  readonly zone: string
}

const messages: Readonly<Record<string, (wanted: Wanted) => string>> = {
  InsufficientInstanceCapacity: ({ type, zone }) =>
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}).`,
  MaxSpotInstanceCountExceeded: () => spotLimitWords,
  VcpuLimitExceeded: () => vcpuLimitWords(0),
  UnfulfillableCapacity: () =>
    'Unable to fulfill capacity due to your request configuration. Please adjust your request and try again.',
  SpotMaxPriceTooLow: () =>
    'Your Spot request price is lower than the minimum required Spot request fulfillment price.',
  Unsupported: ({ type, zone }) =>
    `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}).`,
}

function applies(rule: CapacityRule, wanted: Wanted): boolean {
  return (
    (rule.market ?? wanted.market) === wanted.market &&
    (rule.type ?? wanted.type) === wanted.type &&
    (rule.zone ?? wanted.zone) === wanted.zone
  )
}

/** Throws if a rule refuses the launch. */
export function checkCapacity(rules: readonly CapacityRule[], wanted: Wanted): void {
  const rule = rules.find((each) => applies(each, wanted))
  if (!rule) return
  const status = rule.code === 'InsufficientInstanceCapacity' ? 500 : 400
  throw new AwsError(rule.code, rule.message ?? messages[rule.code]?.(wanted) ?? rule.code, status)
}
