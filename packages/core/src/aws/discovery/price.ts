// Prices as AWS tells them: a price is an answer of AWS or it is not given; never invented. What is kept of them, and
// what stands in where AWS does not tell, is app/cost.
import type { ListedPrice } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'

/** What is asked for prices. */
export const priceActions: readonly string[] = ['ec2:DescribeSpotPriceHistory', 'pricing:GetProducts']

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
export async function spotPrices(
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

/** @returns the price of an ordinary Linux instance on demand, as the price list describes it */
export function onDemandListing(type: string): ListedPrice {
  const attributes = {
    instanceType: type,
    operatingSystem: 'Linux',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    tenancy: 'Shared',
    marketoption: 'OnDemand',
  }
  return { service: 'AmazonEC2', attributes }
}

/**
 * @param aws clients of the run
 * @param type instance type
 * @returns USD an hour on demand in the clients' region, or undefined when AWS does not tell
 */
export function onDemandPrice(aws: Clients, type: string): Promise<number | undefined> {
  return listedPrice(aws, onDemandListing(type))
}

/**
 * @param aws clients of the run
 * @param listed what the price list is asked for
 * @returns USD in the clients' region, or undefined when AWS does not tell: a price never stops anything
 */
export async function listedPrice(
  aws: Clients,
  { service, attributes, usage }: ListedPrice,
): Promise<number | undefined> {
  const found = await products(aws, service, Object.entries(attributes)).catch(() => [])
  const isMeant = ({ product }: Product): boolean =>
    usage === undefined || endsIn(product?.attributes?.usagetype, usage)
  const price = Number(priceOf(found.find(isMeant)))
  return Number.isFinite(price) && price > 0 ? price : undefined
}

/** In most regions the type of use begins with the region's own letters and a dash. */
function endsIn(usageType = '', usage: string): boolean {
  return usageType === usage || usageType.endsWith(`-${usage}`)
}

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

/** One page: what is asked for is narrow. The list has no documented way to ask for several types at once. */
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
