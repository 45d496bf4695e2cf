// Every stack that this computer knows of, from their documents alone: no question to AWS. One that cannot be read is
// a row with its reason, not the end of the list.
import { isGmError } from '@geuse/plugin-api'
import { hoursPerMonth } from '../model/cost.js'
import type { Document } from '../state/document.js'
import type { Host } from './host.js'
import type { listed as listedShape } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** One stack as it is recorded. */
export type ListedStack = Told<typeof listedShape>[number]

/** @returns the stacks by name */
export async function list(host: Host): Promise<ListedStack[]> {
  return Promise.all((await host.store.list()).map((name) => listed(host, name)))
}

async function listed(host: Host, name: string): Promise<ListedStack> {
  try {
    const document = await host.store.load(name)
    if (document === undefined) return unreadable(name, 'it is gone')
    const { status, tier, region, n8n_url: url, dns_record: dns, created_at: createdAt } = document
    const perMonth = monthly(document)
    return { name, status, tier, region, url, dns, createdAt, perMonth, problem: null }
  } catch (error) {
    if (!isGmError(error)) throw error
    return unreadable(name, error.message)
  }
}

/** What is destroyed costs no more than what it keeps. */
function monthly({ estimate, status }: Document): number | null {
  return estimate === null || status === 'destroyed' ? null : Math.round(estimate.per_hour * hoursPerMonth * 100) / 100
}

function unreadable(name: string, problem: string): ListedStack {
  const nothing = { tier: null, region: null, url: null, dns: null, createdAt: null, perMonth: null }
  return { name, status: 'unreadable', ...nothing, problem }
}
