// What a small stack costs, for tests of screens.
import { type Cost, costOf, type Price, type PriceRange } from '../model/cost.js'

const at = '2026-01-01T00:00:00.000Z'

function listed(usd: number): Price {
  return { least: usd, most: usd, sources: [{ source: 'price list', at }] }
}

/**
 * @param instance USD an hour
 * @param told whether AWS told the other prices
 */
export function sampleCost(instance: PriceRange, told = true): Cost {
  const price = { ...instance, sources: [{ source: 'spot price history', at }] } as const
  return costOf(
    [
      { name: 'instance', unit: 'hour', quantity: 1, price },
      { name: 'public IPv4 address', unit: 'hour', quantity: 1, price: listed(0.005) },
      { name: 'disk of 60 GiB', unit: 'month', quantity: 60, price: told ? listed(0.08) : null },
      { name: 'files on EFS', unit: 'month', quantity: null, price: told ? listed(0.3) : null },
    ],
    ['reads and writes of EFS', 'its backups', 'traffic'],
    told ? listed(0.3) : null,
  )
}
