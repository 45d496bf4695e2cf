// What the account is allowed of what the stack needs.
import type { Market } from '@geuse/plugin-api'
import { allOf } from '../../aws/common/pages.js'
import type { Clients } from '../../aws/client/clients.js'
import { type KnownQuota, knownQuotas, raiseCommand, raisePage } from '../../aws/quotas/known-quotas.js'
import { isTooSmall, lookAtQuota, type QuotaSeen, valueNeeded } from '../../aws/quotas/look-at-quota.js'
import { capacityTypes, type SizedType, vcpuQuotas, type VcpuQuota } from '../../aws/quotas/vcpus.js'
import { type CheckState, type DoctorCheck, type Finding, fine, once, type QuotaFound } from './check.js'

const group = 'Quotas'

/** What the checks ask. */
export interface QuotaLook {
  readonly clients: Clients
  readonly market: Market
  /** Instance types that come into question. */
  readonly types: () => Promise<readonly SizedType[]>
  /** How many of something the stack has still to make. */
  readonly missing: (what: 'vpcs' | 'addresses') => Promise<number>
  /** Whether it stands already: a quota only keeps its instance from being replaced beside itself. */
  readonly stands: boolean
}

/** @returns a check for each quota */
export function quotaChecks(look: QuotaLook): DoctorCheck[] {
  const { clients, market, types } = look
  const vcpus = once(async () => vcpuQuotas(clients, { types: await types(), market, counted: true }))
  const ways = capacityTypes[market].filter((way) => way !== undefined)
  const ofInstances = ways.map((way): DoctorCheck => {
    const find = async () => vcpuFinding(look, await vcpus(), way)
    return { id: `quota.vcpu.${way}`, title: `vCPUs, ${way}`, group, look: find }
  })
  const ofNetwork = (['vpcs', 'addresses'] as const).map((what): DoctorCheck => {
    const title = what === 'vpcs' ? 'Networks' : 'Elastic IPs'
    return { id: `quota.${what}`, title, group, look: () => plain(look, what) }
  })
  return [...ofInstances, ...ofNetwork]
}

/** One way of buying is enough, so that a quota that is too small is a failure only where all are. */
function vcpuFinding(look: QuotaLook, seen: readonly VcpuQuota[], way: VcpuQuota['way']): Finding {
  const none = seen.length > 0 && seen.every(isTooSmall)
  const meant = seen.filter((one) => one.way === way)
  return finding(look, meant, none && !look.stands ? 'failed' : 'warning')
}

async function plain(look: QuotaLook, what: 'vpcs' | 'addresses'): Promise<Finding> {
  const needed = await look.missing(what)
  const quota = knownQuotas[what]
  const seen = await lookAtQuota(look.clients, { quota, needed, count: () => counts[what](look.clients) })
  return finding(look, [seen], 'failed')
}

const counts = {
  vpcs: async (aws: Clients): Promise<number> =>
    (await allOf((await aws.ec2()).paginateDescribeVpcs({}), ({ Vpcs }) => Vpcs)).length,
  addresses: async (aws: Clients): Promise<number> =>
    ((await (await aws.ec2()).describeAddresses({})).Addresses ?? []).length,
}

function finding({ clients }: QuotaLook, seen: readonly QuotaSeen[], lacking: CheckState): Finding {
  const { region } = clients.connection
  const quotas = seen.map((one) => quotaFound(one, region))
  const found = seen.map(words).join('; ')
  if (seen.length === 0) return { state: 'unknown', found: 'gm knows no quota of these instance types', quotas }
  const small = seen.filter(isTooSmall)
  if (small.length > 0 && small.length === seen.length)
    return { state: lacking, found, mends: small.flatMap((one) => raising(one, region)), quotas }
  if (seen.some(({ value }) => value === undefined)) return { ...unread(seen), quotas }
  return { ...fine(found), quotas }
}

function words({ quota, value, used, needed }: QuotaSeen): string {
  const inUse = used === undefined ? '' : `, ${used} in use`
  return `${value ?? 'unknown'} ${quota.unit} allowed${inUse}, ${needed} needed (${quota.title})`
}

function raising(seen: QuotaSeen, region: string): string[] {
  return [
    `${raiseCommand(seen.quota, valueNeeded(seen), region)}   # answered within hours to days`,
    raisePage(seen.quota, region),
  ]
}

/** Whoever may not read a quota may deploy all the same. */
function unread(seen: readonly QuotaSeen[]): Finding {
  const trouble = seen.find(({ value }) => value === undefined)?.trouble
  const why = trouble instanceof Error ? `: ${trouble.message}` : ''
  return { state: 'unknown', found: `it could not be read${why}` }
}

function quotaFound({ quota, value, used, needed }: QuotaSeen, region: string): QuotaFound {
  const { service, code, title: name, unit }: KnownQuota = quota
  return { service, code, name, unit, value: value ?? null, used: used ?? null, needed, page: raisePage(quota, region) }
}
