// What things cost, where AWS tells it: a price is an answer of AWS or it is not given; never invented.
import type { Needs } from '@geuse/plugin-api'
import type { Prices } from '../../model/cost.js'
import type { Clients } from '../client/clients.js'

/**
 * Asks for everything side by side, so that it takes no longer than one question. The price list has no documented way
 * to ask for several types at once.
 * @param aws clients of the run
 * @param types instance types that come into question
 * @param needs of the tier: spot prices are asked only where spot is, and what else it says that it makes
 * @returns what AWS told
 */
export async function pricesOf(
  aws: Clients,
  types: readonly string[],
  { instance: { market }, loadBalancer: balanced = false }: Pick<Needs, 'instance' | 'loadBalancer'>,
): Promise<Prices> {
  const [spot, onDemand, disk, fileSystem, loadBalancer] = await Promise.all([
    market === 'on-demand' ? {} : spotPrices(aws, types, new Date()),
    Promise.all(types.map(async (type) => [type, await onDemandPrice(aws, type)] as const)),
    diskPrice(aws),
    storagePrice(aws),
    balanced ? loadBalancerPrice(aws) : undefined,
  ])
  const known = onDemand.filter((entry): entry is [string, number] => entry[1] !== undefined)
  return { spot, onDemand: Object.fromEntries(known), disk, fileSystem, ...(balanced ? { loadBalancer } : {}) }
}

/**
 * @param aws clients of the run
 * @param type instance type
 * @param zone zone to buy in
 * @returns USD an hour on the spot market now, or undefined when AWS does not tell
 */
export async function spotPrice(aws: Clients, type: string, zone: string, now: Date): Promise<number | undefined> {
  return (await spotPrices(aws, [type], now, zone))[type]
}

/**
 * @param aws clients of the run
 * @param types instance types
 * @param zone zone to buy in; the cheapest without
 * @returns USD an hour on the spot market now, by type; of those of which AWS tells
 */
async function spotPrices(
  aws: Clients,
  types: readonly string[],
  now: Date,
  zone?: string,
): Promise<Readonly<Record<string, number>>> {
  const ec2 = await aws.ec2()
  const where = zone === undefined ? {} : { AvailabilityZone: zone }
  const request = {
    InstanceTypes: [...types] as never[],
    ProductDescriptions: ['Linux/UNIX'],
    StartTime: now,
    ...where,
  }
  const { SpotPriceHistory = [] } = await ec2.describeSpotPriceHistory(request).catch(() => ({ SpotPriceHistory: [] }))
  const known = SpotPriceHistory.map(
    ({ InstanceType, SpotPrice }) => [String(InstanceType), Number(SpotPrice)] as const,
  ).filter(([, price]) => price > 0)
  // Of several zones the cheapest is written last.
  return Object.fromEntries(known.toSorted(([, a], [, b]) => b - a))
}

/**
 * @param aws clients of the run
 * @param type instance type
 * @returns USD an hour on demand in the clients' region, or undefined when AWS does not tell
 */
export function onDemandPrice(aws: Clients, type: string): Promise<number | undefined> {
  return courtesy(async () => {
    const [product] = await products(aws, 'AmazonEC2', [['instanceType', type], ...linuxShared])
    return priceOf(product)
  })
}

/**
 * @param aws clients of the run
 * @returns USD a GB and month in a file system of the Standard class in the clients' region, or undefined when AWS does
 * not tell
 */
export function storagePrice(aws: Clients): Promise<number | undefined> {
  return courtesy(async () => {
    const found = await products(aws, 'AmazonEFS', [
      ['productFamily', 'Storage'],
      ['storageClass', 'General Purpose'],
    ])
    // In most regions the type of use begins with the region's own letters.
    return priceOf(found.find(({ product }) => /(^|-)TimedStorage-ByteHrs$/.test(product?.attributes?.usagetype ?? '')))
  })
}

/**
 * @param aws clients of the run
 * @returns USD a GB and month of a gp3 disk in the clients' region, or undefined when AWS does not tell
 */
function diskPrice(aws: Clients): Promise<number | undefined> {
  return courtesy(async () => {
    const [product] = await products(aws, 'AmazonEC2', [
      ['productFamily', 'Storage'],
      ['volumeApiName', 'gp3'],
    ])
    return priceOf(product)
  })
}

/**
 * @param aws clients of the run
 * @returns USD an hour of an application load balancer in the clients' region, or undefined when AWS does not tell
 */
function loadBalancerPrice(aws: Clients): Promise<number | undefined> {
  return courtesy(async () => {
    const found = await products(aws, 'AWSELB', [['productFamily', 'Load Balancer-Application']])
    return priceOf(found.find(({ product }) => /(^|-)LoadBalancerUsage$/.test(product?.attributes?.usagetype ?? '')))
  })
}

/** An ordinary Linux instance, as the price list describes it. */
const linuxShared = [
  ['operatingSystem', 'Linux'],
  ['preInstalledSw', 'NA'],
  ['capacitystatus', 'Used'],
  ['tenancy', 'Shared'],
  ['marketoption', 'OnDemand'],
] as const

interface Product {
  readonly product?: { readonly attributes?: { readonly usagetype?: string } }
  readonly terms?: {
    readonly OnDemand?: Readonly<
      Record<string, { priceDimensions: Readonly<Record<string, { pricePerUnit: { USD?: string } }>> }>
    >
  }
}

type Attribute = readonly [field: string, value: string]

/** Milliseconds: a price list that cannot be reached holds nobody up. */
const patience = 5000

/** One page: what is asked for is narrow. */
async function products(aws: Clients, ServiceCode: string, attributes: readonly Attribute[]): Promise<Product[]> {
  const pricing = await aws.pricing()
  const wanted: readonly Attribute[] = [['regionCode', aws.connection.region], ...attributes]
  const Filters = wanted.map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value }) as const)
  const { PriceList = [] } = await pricing.getProducts(
    { ServiceCode, MaxResults: 100, Filters },
    { abortSignal: AbortSignal.timeout(patience) },
  )
  // The SDK hands out String objects, of which `typeof` says `object`.
  return PriceList.map((entry: unknown) => JSON.parse(String(entry)) as Product)
}

function priceOf(product: Product | undefined): string | undefined {
  const dimensions = Object.values(product?.terms?.OnDemand ?? {}).flatMap((term) =>
    Object.values(term.priceDimensions),
  )
  return dimensions.find(({ pricePerUnit }) => Number(pricePerUnit.USD) > 0)?.pricePerUnit.USD
}

/** A price is a courtesy: that it cannot be had never stops anything. */
async function courtesy(ask: () => Promise<string | undefined>): Promise<number | undefined> {
  const price = Number(await ask().catch(() => undefined))
  return Number.isFinite(price) && price > 0 ? price : undefined
}
