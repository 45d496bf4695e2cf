// DescribeSpotPriceHistory: a day of prices per type and zone, the newest first.
import { AwsError } from '../answer/aws-error.js'
import { items, leaf, listOf } from '../answer/xml.js'
import { ec2Reply } from '../ec2/ec2-answer.js'
import type { Handler } from '../operations/operation.js'
import { type Params, records, text, texts } from '../request/params.js'
import { pricedTypes, spotPrice } from './price-list.js'

const hoursOfDay = [0, 6, 12, 18] as const
const linux = 'Linux/UNIX'

function filterValues(params: Params, name: string): string[] {
  return records(params, 'Filter')
    .filter((filter) => text(filter, 'Name') === name)
    .flatMap((filter) => texts(filter, 'Value'))
}

function wanted(asked: readonly string[], all: readonly string[]): readonly string[] {
  return asked.length > 0 ? all.filter((each) => asked.includes(each)) : all
}

/** DescribeSpotPriceHistory. Without a start time that is now, older prices of the day are told too. */
export const describeSpotPriceHistory: Handler = async (call, cx) => {
  const { params } = call
  const zones = items(await cx.moto.ask(call, 'ec2', 'DescribeAvailabilityZones', {}), 'availabilityZoneInfo').map(
    (zone) => leaf(zone, 'zoneName'),
  )
  const products = [...texts(params, 'ProductDescription'), ...filterValues(params, 'product-description')]
  if (products.length > 0 && !products.some((product) => product.startsWith(linux)))
    throw new AwsError('NotEmulated', 'The sandbox has spot prices of Linux/UNIX only.')
  const types = wanted([...texts(params, 'InstanceType'), ...filterValues(params, 'instance-type')], pricedTypes())
  const zoneNames = wanted(
    [text(params, 'AvailabilityZone') ?? [], filterValues(params, 'availability-zone')].flat(),
    zones,
  )
  const start = Date.parse(text(params, 'StartTime') ?? '') || 0
  const now = Date.now()
  const hours = hoursOfDay.filter((hour) => hour === 0 || now - hour * 3_600_000 > start)
  const rows = types.flatMap((type) =>
    zoneNames.flatMap((zone) =>
      hours.map((hour) => ({
        instanceType: type,
        availabilityZone: zone,
        productDescription: linux,
        spotPrice: ((spotPrice(type, zone) ?? 0) * (1 + hour / 1000)).toFixed(6),
        timestamp: new Date(now - hour * 3_600_000).toISOString(),
      })),
    ),
  )
  return ec2Reply('DescribeSpotPriceHistory', { spotPriceHistorySet: listOf(rows), nextToken: '' })
}
