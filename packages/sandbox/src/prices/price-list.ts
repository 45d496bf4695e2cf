// Prices: fixture figures of the order that AWS charges in us-east-1, from one data file; never to be quoted.
import table from './prices.json' with { type: 'json' }

interface Row {
  readonly vcpu: number
  readonly memoryGiB: number
  readonly onDemand: number
}
const rows: Readonly<Record<string, Row>> = table.types

/** A type's fixture row. */
export function priceRow(type: string): Row | undefined {
  return rows[type]
}

/** Every type with a price. */
export function pricedTypes(): readonly string[] {
  return Object.keys(rows)
}

/** Dollars an hour, on demand, in us-east-1. */
export function onDemandPrice(type: string): number | undefined {
  return rows[type]?.onDemand
}

/** Dollars a GB and month in a file system. */
export function storagePrice(storageClass: keyof typeof table.efsGbMonth): number {
  return table.efsGbMonth[storageClass]
}

/** Dollars an hour of an application load balancer. */
export function loadBalancerPrice(): number {
  return table.loadBalancerHour
}

/** Dollars a GB and month of a gp3 disk. */
export function diskPrice(): number {
  return table.gp3GbMonth
}

/** Dollars an hour on the spot market: a share of the on-demand price that differs from zone to zone. */
export function spotPrice(type: string, zone: string): number | undefined {
  const price = onDemandPrice(type)
  const shares: Readonly<Record<string, number>> = table.spotShareOfZone
  return price === undefined
    ? undefined
    : Number((price * (shares[zone.at(-1) ?? ''] ?? table.spotShareElsewhere)).toFixed(6))
}

/** Dollars an hour of a public IPv4 address, in use or idle. */
export function publicAddressPrice(): number {
  return table.publicAddressHour
}

/** ISO instant since which all of them hold. */
export const effectiveDate: string = table.effectiveDate
