// `gm cost`: what a stack costs as it stands now, what it has cost up to now, and what the spot market saved. All of it
// are estimates: AWS's bill is what counts, and comes a day later.
import type { CostItem } from '@geuse/plugin-api'
import { storedBytes } from '../../aws/cleanup/kept-storage.js'
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import { resources } from '../../aws/resources/index.js'
import { type Cost, itemName } from '../../model/cost.js'
import type { Registry } from '../../contributions/index.js'
import type { Document } from '../../state/document.js'
import { hoursBetween, openRuntime, type Runtime, runtimeCost } from '../../state/runtime.js'
import type { Host, RunScope } from '../host.js'
import type { StackOperation } from '../run/stack-operation.js'
import { openRunOf } from '../stack/account.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'
import { estimate } from './estimate.js'
import { standingItems, type StandingItem } from './items.js'
import { PriceBook } from './price-book.js'
import type { stackCost } from '../../output/stack-cost.js'
import type { Told } from '../../output/told.js'

/** What one thing has cost up to now. */
export type SpentItem = StackCost['toDate']['items'][number]

/** What a stack costs. */
export type StackCost = Told<typeof stackCost>

/** What spot instances saved, in USD; null where a price on demand is not known. */
export type SavedBySpot = NonNullable<StackCost['savedBySpot']>

/** What is needed to work it out. */
export interface PreparedCost {
  readonly document: Document
  readonly registry: Registry
  readonly scope: RunScope
}

/** Works out what a stack costs. */
export const cost: StackOperation<KnownStackRequest, PreparedCost, StackCost> = {
  title: 'the estimate',
  prepare: async (host, { name, profile }) => {
    const [document, registry] = await Promise.all([loadStack(host, name, profile), host.registry()])
    const scope = await openRunOf(host, document, profile, ({ clients }) =>
      clients.preload(clients.ec2, clients.pricing),
    )
    return { document, registry, scope }
  },
  run: costNow,
}

async function costNow(host: Host, { document, registry, scope: { clients } }: PreparedCost): Promise<StackCost> {
  const [book, bytes, seen] = await Promise.all([
    PriceBook.open(host, clients),
    document.efs_id === null ? undefined : storedBytes(clients, document.efs_id),
    document.instance_id === null ? undefined : anyInstance({ aws: clients }, document.instance_id),
  ])
  const instance = seen?.State?.Name ?? null
  const runs = instance === 'running' || instance === 'pending'
  const items = standingItems(document, registry)
  const billed = items.map(({ item }) => item).filter((item) => item.unit === 'use' || item.while === undefined || runs)
  const storedGb = bytes === undefined ? null : bytes / gigabyte
  const now = await estimate(book, billed, storedGb)
  const at = host.now()
  const times = runtimesUntil(document, at)
  const things = await spentOn(items, at, (item) => estimate(book, [item], storedGb))
  const instances = instancesSpent(times)
  const spent = instances.hours === 0 ? things : [instances, ...things]
  const saved = await savedBySpot(book, document, times, runs)
  await book.keep()
  const { stack_name: stack, region, status } = document
  return {
    ...{ stack, region, status, at, isEstimate: true, instance, cost: now },
    toDate: {
      usd: spent.reduce((all, { usd }) => all + (usd ?? 0), 0),
      runtimeHours: instances.hours,
      items: spent,
    },
    savedBySpot: saved,
  }
}

/** As AWS counts a GB of storage. */
const gigabyte = 1024 ** 3

/** An instance that is thought to run is counted up to now. */
function runtimesUntil(document: Document, at: string): Runtime[] {
  const open = openRuntime(document)
  return [...document.runtime, ...(open === undefined ? [] : [{ ...open, to: at }])]
}

function instancesSpent(times: readonly Runtime[]): SpentItem {
  const { hours, usd } = runtimeCost(times)
  const count = new Set(times.map(({ instance_id: id }) => id)).size
  return { name: count > 1 ? `${count} instances, one after the other` : 'instance', hours, usd }
}

/** What stands, for as long as it stands, at the prices of now; the instances are counted by themselves. */
async function spentOn(
  items: readonly StandingItem[],
  at: string,
  estimated: (item: CostItem) => Promise<Cost>,
): Promise<SpentItem[]> {
  const spent = items.map(async ({ item, since }) => {
    if (item.unit === 'use' || item.while !== undefined || since === undefined) return []
    const { items: priced, perHour } = await estimated(item)
    const hours = hoursBetween(since, at)
    return priced.map((one) => ({
      name: itemName(one),
      hours,
      usd: one.perHour === null ? null : perHour.least * hours,
    }))
  })
  return (await Promise.all(spent)).flat()
}

async function savedBySpot(
  book: PriceBook,
  document: Document,
  times: readonly Runtime[],
  runs: boolean,
): Promise<SavedBySpot | null> {
  const spots = times.filter(({ market }) => market === 'spot')
  if (spots.length === 0) return null
  const open = openRuntime(document)
  const rate = runs && open?.market === 'spot' ? await rateOf(book, document, open.type) : undefined
  return {
    perHour: rate === undefined ? null : rate.onDemand - rate.spot,
    percent: rate === undefined ? null : (1 - rate.spot / rate.onDemand) * 100,
    toDate: savedToDate(spots),
  }
}

async function rateOf(
  book: PriceBook,
  { nodes }: Document,
  type: string,
): Promise<{ readonly spot: number; readonly onDemand: number } | undefined> {
  const row = Object.values(nodes).find((one) => one.type === resources.instance.type && one.status === 'ready')
  const { zone } = (row?.outputs ?? {}) as { readonly zone?: string }
  const [spot, onDemand] = await Promise.all([book.spot([type], zone), book.onDemand(type)])
  const now = spot.get(type)
  return now === undefined || onDemand === undefined ? undefined : { spot: now.usd, onDemand: onDemand.usd }
}

function savedToDate(spots: readonly Runtime[]): number | null {
  const parts = spots.map(({ price_per_hour: paid, on_demand_per_hour: full, from, to }) =>
    paid === null || full === null ? null : (full - paid) * hoursBetween(from, to),
  )
  return parts.includes(null) ? null : parts.reduce<number>((all, part) => all + (part ?? 0), 0)
}
