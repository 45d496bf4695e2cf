// What an account is allowed of something, and what of it is in use. A quota is looked at to save somebody from a
// refusal that comes later: where it cannot be read, that is said and stops nothing.
import type { Clients } from '../client/clients.js'
import type { KnownQuota } from './known-quotas.js'

/** What is asked with. */
export const quotaActions: readonly string[] = ['servicequotas:GetServiceQuota']

/** A quota, looked at. */
export interface QuotaSeen {
  readonly quota: KnownQuota
  /** What is allowed; undefined where it cannot be read. */
  readonly value: number | undefined
  /** What is in use; undefined where that was not counted. */
  readonly used: number | undefined
  /** How much more of it is needed. */
  readonly needed: number
  /** Why something could not be read. */
  readonly trouble?: unknown
}

/** What is wanted of a quota. */
export interface QuotaWanted {
  readonly quota: KnownQuota
  readonly needed: number
  /** Counts what is in use. */
  readonly count?: () => Promise<number>
}

/** Milliseconds: where Service Quotas cannot be reached, nobody is held up. */
const patience = 5000

/** @returns what is known of a quota; never throws */
export async function lookAtQuota(aws: Clients, { quota, needed, count }: QuotaWanted): Promise<QuotaSeen> {
  const [value, used] = await Promise.allSettled([valueOf(aws, quota), count?.()])
  const trouble: unknown = [value, used].find((one) => one.status === 'rejected')?.reason
  return {
    quota,
    needed,
    value: value.status === 'fulfilled' ? value.value : undefined,
    used: used.status === 'fulfilled' ? used.value : undefined,
    ...(trouble === undefined ? {} : { trouble }),
  }
}

async function valueOf(aws: Clients, { service, code }: KnownQuota): Promise<number | undefined> {
  const client = await aws.servicequotas()
  const asked = { ServiceCode: service, QuotaCode: code }
  const { Quota } = await client.getServiceQuota(asked, { abortSignal: AbortSignal.timeout(patience) })
  return Quota?.Value
}

/** @returns whether it is known to be too small */
export function isTooSmall({ value, used = 0, needed }: QuotaSeen): boolean {
  return value !== undefined && used + needed > value
}

/** @returns the value that it would have to have */
export function valueNeeded({ used = 0, needed }: QuotaSeen): number {
  return used + needed
}
