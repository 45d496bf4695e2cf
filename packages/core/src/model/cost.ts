// What a stack costs, as far as it is known: prices that AWS told, one that it charges everywhere alike, and by name
// what is not in the sum. A price that nobody told is never made up.

/** Hours that a month has in AWS's own estimates: https://docs.aws.amazon.com/pricing-calculator/ (730). */
const hoursPerMonth = 730

/**
 * USD an hour of one public IPv4 address, in use or idle, in every commercial region since February 2024:
 * https://aws.amazon.com/vpc/pricing/, announced in
 * https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/ (July 2023).
 */
const publicAddressPerHour = 0.005

/** What AWS told of prices, in USD; what it did not tell is not there. */
export interface Prices {
  /** An hour, by instance type, on the spot market now, in the cheapest zone. */
  readonly spot: Readonly<Record<string, number>>
  /** An hour, by instance type, on demand. */
  readonly onDemand: Readonly<Record<string, number>>
  /** A GB and month of a gp3 disk. */
  readonly disk?: number | undefined
  /** An hour of an application load balancer, without what goes through it. */
  readonly loadBalancer?: number | undefined
  /** A GB and month of EFS, Standard class. */
  readonly fileSystem?: number | undefined
}

/** From the least to the most; the same figure twice where there is no choice. */
export interface PriceRange {
  readonly least: number
  readonly most: number
}

/** One thing that is billed by the hour; without a price where AWS did not tell. */
export interface CostItem {
  readonly name: string
  readonly perHour: PriceRange | null
}

/** What a stack costs. */
export interface Cost {
  readonly items: readonly CostItem[]
  /** Sum of the items that have a price, in USD. */
  readonly perHour: PriceRange
  readonly perMonth: PriceRange
  /** USD a GB and month of what is stored on EFS; null where AWS did not tell. */
  readonly fileSystemPerGbMonth: number | null
  /** What is billed beside it. */
  readonly notIncluded: readonly string[]
}

/** What is billed. */
export interface Billed {
  readonly instance: PriceRange | null
  /** Whether it was bought on the spot market, where prices move. */
  readonly isSpot?: boolean
  /** Public IPv4 addresses. */
  readonly addresses: number
  /** Application load balancers. */
  readonly loadBalancers?: number
  readonly diskGiB: number
  readonly prices: Pick<Prices, 'disk' | 'fileSystem' | 'loadBalancer'>
}

/** Billed by use, of which nobody knows beforehand. */
const byUse = ['reads and writes of EFS', 'its backups', 'traffic']

/** https://aws.amazon.com/elasticloadbalancing/pricing/: billed by connections, bytes and rules. */
const capacityUnits = "the load balancer's capacity units"

/** @param billed what there is or will be. @returns what it costs */
export function costOf({ instance, isSpot = false, addresses, loadBalancers = 0, diskGiB, prices }: Billed): Cost {
  const balanced = loadBalancers > 0
  const items: CostItem[] = [
    { name: isSpot ? 'instance (spot, as it was bought)' : 'instance', perHour: instance },
    ...(addresses === 0 ? [] : [{ name: addressWords(addresses), perHour: exactly(addresses * publicAddressPerHour) }]),
    ...(balanced ? [{ name: 'load balancer', perHour: perHourEach(loadBalancers, prices.loadBalancer) }] : []),
    { name: `disk of ${diskGiB} GiB`, perHour: perHourOf(diskGiB, prices.disk) },
  ]
  const perHour = sum(items.flatMap(({ perHour: price }) => price ?? []))
  const unknown = items.filter(({ perHour: price }) => price === null).map(({ name }) => `the ${name}`)
  return {
    items,
    perHour,
    perMonth: { least: perHour.least * hoursPerMonth, most: perHour.most * hoursPerMonth },
    fileSystemPerGbMonth: prices.fileSystem ?? null,
    notIncluded: [
      ...unknown,
      ...(prices.fileSystem === undefined ? ['what is stored on EFS'] : []),
      ...(balanced ? [capacityUnits] : []),
      ...byUse,
    ],
  }
}

/** @param price USD. @returns a range of one figure */
export function exactly(price: number): PriceRange {
  return { least: price, most: price }
}

function addressWords(addresses: number): string {
  return addresses === 1 ? 'public IPv4 address' : `${addresses} public IPv4 addresses`
}

function perHourEach(count: number, price: number | undefined): PriceRange | null {
  return price === undefined ? null : exactly(count * price)
}

function perHourOf(gib: number, perGbMonth: number | undefined): PriceRange | null {
  return perGbMonth === undefined ? null : exactly((gib * perGbMonth) / hoursPerMonth)
}

function sum(ranges: readonly PriceRange[]): PriceRange {
  const total = (end: keyof PriceRange): number => ranges.reduce((all, range) => all + range[end], 0)
  return { least: total('least'), most: total('most') }
}
