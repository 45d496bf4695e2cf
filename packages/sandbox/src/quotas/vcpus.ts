// EC2 counts vCPUs, of what runs of a family and market: EC2 User Guide, instance type quotas. Of a type that has no
// price here nothing is counted.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { instanceState, type InstanceRecord, type Market } from '../ec2/instance-record.js'
import { priceRow } from '../prices/price-list.js'
import type { Scope } from '../request/call.js'
import { allowed, type QuotaCode } from './quota-table.js'

/** What is to run. */
export interface Wanted {
  readonly type: string
  readonly market: Market
}

const families: readonly { readonly types: RegExp; readonly codes: Readonly<Record<Market, QuotaCode>> }[] = [
  { types: /^(g|vt)\d/, codes: { 'on-demand': 'L-DB2E81BA', spot: 'L-3819A6DF' } },
  { types: /^[acdhimrtz]\d/, codes: { 'on-demand': 'L-1216C47A', spot: 'L-34B43A08' } },
]

function codeOf({ type, market }: Wanted): QuotaCode | undefined {
  return families.find(({ types }) => types.test(type))?.codes[market]
}

/** @throws AwsError as EC2 words it, where one more instance would be more than the account may run */
export function checkVcpus(scope: Scope, cx: Context, wanted: Wanted): void {
  const code = codeOf(wanted)
  if (code === undefined) return
  const limit = allowed(cx.settings, code)
  const running = [...cx.state.instances.values()].filter((record) => counts(scope, cx, record, code))
  const used = running.reduce((sum, { type }) => sum + vcpusOf(type), 0)
  if (used + vcpusOf(wanted.type) > limit) throw wanted.market === 'spot' ? tooManySpot() : tooMany(limit)
}

function vcpusOf(type: string): number {
  return priceRow(type)?.vcpu ?? 0
}

function counts({ account, region }: Scope, cx: Context, record: InstanceRecord, code: QuotaCode): boolean {
  const isHere = record.account === account && record.region === region
  const runs = ['pending', 'running'].includes(instanceState(record, cx.clock.now()) ?? '')
  return isHere && runs && codeOf(record) === code
}

/** EC2's words for too many spot instances. */
export const spotLimitWords = 'Max spot instance count exceeded'

/** EC2's words for too many vCPUs on demand. */
export function vcpuLimitWords(limit: number): string {
  return `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`
}

function tooManySpot(): AwsError {
  return new AwsError('MaxSpotInstanceCountExceeded', spotLimitWords)
}

function tooMany(limit: number): AwsError {
  return new AwsError('VcpuLimitExceeded', vcpuLimitWords(limit))
}
