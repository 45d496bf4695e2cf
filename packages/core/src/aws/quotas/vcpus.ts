// The quota of vCPUs that an instance needs, before anything is bought: new accounts are allowed no GPU at all, and a
// launch would say so only minutes after everything else was made.
import { GmError, type Market } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'
import { type CapacityType, type KnownQuota, raiseCommand, raisePage, vcpuQuota } from './known-quotas.js'
import { isTooSmall, lookAtQuota, type QuotaSeen, valueNeeded } from './look-at-quota.js'
import { runningVcpus } from './running-vcpus.js'

/** In which order an instance is bought. */
export const capacityTypes: Readonly<Record<Market, readonly [CapacityType, CapacityType?]>> = {
  spot: ['spot', 'on-demand'],
  'spot-only': ['spot'],
  'on-demand': ['on-demand'],
}

/** An instance type that comes into question. */
export interface SizedType {
  readonly type: string
  readonly vcpu: number
}

/** The quota of one family of the types, for one way of buying. */
export interface VcpuQuota extends QuotaSeen {
  readonly way: CapacityType
  /** The smallest type that counts for it. */
  readonly type: string
}

/** What is to run. */
export interface VcpusWanted {
  /** At least one. */
  readonly types: readonly SizedType[]
  readonly market: Market
  /** Whether what runs already is counted, which asks EC2 for all instances of those families. */
  readonly counted: boolean
}

/**
 * @param aws clients of the run
 * @param wanted what is to run
 * @returns every quota that the types may count for, as far as it can be read
 */
export async function vcpuQuotas(aws: Clients, { types, market, counted }: VcpusWanted): Promise<readonly VcpuQuota[]> {
  const ways = capacityTypes[market].filter((way) => way !== undefined)
  const wanted = ways.flatMap((way) => smallestByQuota(types, way).map((one) => ({ ...one, way })))
  return Promise.all(
    wanted.map(async ({ quota, vcpu, type, way }) => {
      const count = counted ? { count: () => runningVcpus(aws, quota, way) } : {}
      return { ...(await lookAtQuota(aws, { quota, needed: vcpu, ...count })), way, type }
    }),
  )
}

function smallestByQuota(types: readonly SizedType[], way: CapacityType) {
  const found = new Map<string, SizedType & { readonly quota: KnownQuota }>()
  for (const one of types) {
    const quota = vcpuQuota(one.type, way)
    if (quota !== undefined && one.vcpu < (found.get(quota.code)?.vcpu ?? Infinity))
      found.set(quota.code, { ...one, quota })
  }
  return [...found.values()]
}

/**
 * Only what cannot succeed is refused: a spot instance is bought on demand where that is allowed.
 * @param types that come into question
 * @throws GmError QUOTA with every quota that keeps an instance from being bought
 */
export async function demandVcpus(aws: Clients, wanted: VcpusWanted): Promise<void> {
  const seen = await vcpuQuotas(aws, wanted)
  const isKnown = seen.length > 0 && wanted.types.every(({ type }) => vcpuQuota(type, 'on-demand') !== undefined)
  if (isKnown && seen.every(isTooSmall)) throw noneAllowed(seen, aws.connection.region)
}

/** Only what is counted and there is worth a word. */
function inUse({ used = 0 }: QuotaSeen): string {
  return used === 0 ? '' : `, of which ${used} are in use`
}

function noneAllowed(seen: readonly VcpuQuota[], region: string): GmError {
  const each = seen.map(
    (one) => `the quota “${one.quota.title}” is ${one.value}${inUse(one)}, and ${one.type} needs ${one.needed}`,
  )
  const hints = seen.flatMap((one) => [
    `${raiseCommand(one.quota, valueNeeded(one), region)}   # answered within hours to days`,
    `${raisePage(one.quota, region)}   # the same in the console`,
  ])
  return new GmError('QUOTA', `No instance may run in ${region}: ${each.join('; ')} vCPUs`, { hints })
}
