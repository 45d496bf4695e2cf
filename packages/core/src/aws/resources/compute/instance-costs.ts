// What AWS bills for an instance.
import type { CostItem, InstanceProps, LaunchedInstance, Recorded } from '@geuse/plugin-api'
import { gp3, publicAddress } from '../../common/prices.js'

/** @returns its hours, its disk while it is there, and an address where none was made for it */
export function billed(props: Recorded<InstanceProps>, seen: Recorded<LaunchedInstance> = {}): readonly CostItem[] {
  const { allocationId, diskGiB } = props
  const address = { name: 'public IPv4 address', unit: 'hour', quantity: 1, price: publicAddress } as const
  return [
    hours(props, seen),
    ...(allocationId === undefined ? [{ ...address, while: 'running' } as const] : []),
    diskGiB === undefined
      ? { name: "the instance's disk", unit: 'use' }
      : { name: `disk of ${diskGiB} GiB`, unit: 'month', quantity: diskGiB, price: gp3 },
    { name: 'traffic', unit: 'use' },
  ]
}

function hours(
  { types = [], market = 'spot' }: Recorded<InstanceProps>,
  { type, zone, market: bought }: Recorded<LaunchedInstance>,
): CostItem {
  const rest = { unit: 'hour', quantity: 1, while: 'running' } as const
  if (type === undefined || zone === undefined || bought === undefined)
    return { name: 'instance', ...rest, price: { types, market } }
  const price = { types: [type], market: bought === 'spot' ? 'spot-only' : 'on-demand', zone } as const
  return { name: `${bought} instance`, ...rest, price }
}
