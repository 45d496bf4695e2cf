// What EC2 makes only so many of: networks and addresses of a region, as moto has them.
import { AwsError } from '../answer/aws-error.js'
import { items } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import { allowed, type QuotaCode } from './quota-table.js'

interface Limited {
  readonly code: QuotaCode
  /** What lists them, and the element that holds the list. */
  readonly lister: string
  readonly list: string
  readonly refusal: readonly [code: string, words: string]
}

function within({ code, lister, list, refusal }: Limited): Middleware {
  return (next) => async (call, cx) => {
    const there = items(await cx.moto.ask(call, 'ec2', lister, {}), list).length
    if (there >= allowed(cx.settings, code)) throw new AwsError(...refusal)
    return next(call, cx)
  }
}

/** Refuses a network more than the account may have. */
export const roomForVpc = within({
  code: 'L-F678F1CE',
  lister: 'DescribeVpcs',
  list: 'vpcSet',
  refusal: ['VpcLimitExceeded', 'The maximum number of VPCs has been reached.'],
})

/** Refuses an address more than the account may have. */
export const roomForAddress = within({
  code: 'L-0263D0A3',
  lister: 'DescribeAddresses',
  list: 'addressesSet',
  refusal: ['AddressLimitExceeded', 'The maximum number of addresses has been reached.'],
})
