// What a machine costs an hour, where AWS tells it: a price is an answer of AWS or it is not given; never invented.
import type { Clients } from './clients.js'

/**
 * @param aws clients of the run
 * @param type machine type
 * @param zone zone to buy in
 * @returns USD an hour on the spot market now, or undefined when AWS does not tell
 */
export async function spotPrice(aws: Clients, type: string, zone: string, now: Date): Promise<number | undefined> {
  return (await spotPrices(aws, [type], now, zone))[type]
}

/**
 * @param aws clients of the run
 * @param types machine types
 * @param zone zone to buy in; the cheapest without
 * @returns USD an hour on the spot market now, by type; of those of which AWS tells
 */
export async function spotPrices(aws: Clients, types: readonly string[], now: Date, zone?: string): Promise<Readonly<Record<string, number>>> {
  const ec2 = await aws.ec2()
  const where = zone === undefined ? {} : { AvailabilityZone: zone }
  const request = { InstanceTypes: [...types] as never[], ProductDescriptions: ['Linux/UNIX'], StartTime: now, ...where }
  const { SpotPriceHistory = [] } = await ec2.describeSpotPriceHistory(request).catch(() => ({ SpotPriceHistory: [] }))
  const known = SpotPriceHistory.map(({ InstanceType, SpotPrice }) => [String(InstanceType), Number(SpotPrice)] as const).filter(([, price]) => price > 0)
  // Of several zones the cheapest is written last.
  return Object.fromEntries(known.toSorted(([, a], [, b]) => b - a))
}

/**
 * @param aws clients of the run
 * @param type machine type
 * @returns USD an hour on demand in the clients' region, or undefined when AWS does not tell
 */
export async function onDemandPrice(aws: Clients, type: string): Promise<number | undefined> {
  return told(async () => {
    const pricing = await aws.pricing()
    const is = (Field: string, Value: string) => ({ Type: 'TERM_MATCH', Field, Value }) as const
    const { PriceList = [] } = await pricing.getProducts({
      ServiceCode: 'AmazonEC2',
      MaxResults: 1,
      Filters: [is('regionCode', aws.connection.region), is('instanceType', type), ...linuxShared.map(([field, value]) => is(field, value))],
    })
    return hourly(PriceList[0])
  })
}

/** An ordinary Linux machine, as the price list describes it. */
const linuxShared = [
  ['operatingSystem', 'Linux'],
  ['preInstalledSw', 'NA'],
  ['capacitystatus', 'Used'],
  ['tenancy', 'Shared'],
  ['marketoption', 'OnDemand'],
] as const

interface Product {
  readonly terms?: { readonly OnDemand?: Readonly<Record<string, { priceDimensions: Readonly<Record<string, { pricePerUnit: { USD?: string } }>> }>> }
}

function hourly(entry: unknown): string | undefined {
  // The SDK hands out String objects, of which `typeof` says `object`.
  const product = (entry === undefined ? undefined : JSON.parse(String(entry))) as Product | undefined
  const dimensions = Object.values(product?.terms?.OnDemand ?? {}).flatMap((term) => Object.values(term.priceDimensions))
  return dimensions.find(({ pricePerUnit }) => Number(pricePerUnit.USD) > 0)?.pricePerUnit.USD
}

/** A price is a courtesy: that it cannot be had never stops anything. */
async function told(ask: () => Promise<string | undefined>): Promise<number | undefined> {
  const price = Number(await ask().catch(() => undefined))
  return Number.isFinite(price) && price > 0 ? price : undefined
}
