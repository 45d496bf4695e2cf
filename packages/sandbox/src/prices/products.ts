// The Price List service: GetProducts for Linux instances, their disks and file systems, in the service's own nested
// shape.
import { type Answer, jsonAnswer } from '../answer/answer.js'
import { notEmulated } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { records, text } from '../request/params.js'
import {
  diskPrice,
  effectiveDate,
  loadBalancerPrice,
  onDemandPrice,
  priceRow,
  pricedTypes,
  publicAddressPrice,
  storagePrice,
} from './price-list.js'

/** A thing with a price, as the list describes it. */
interface Product {
  readonly sku: string
  /** A few products have none. */
  readonly productFamily?: string
  readonly attributes: Readonly<Record<string, string>>
  readonly unit: string
  readonly description: string
  readonly price: number
}

function instance(type: string, region: string): Product {
  return {
    sku: `FIXTURE${type.replace('.', '').toUpperCase()}`,
    productFamily: 'Compute Instance',
    unit: 'Hrs',
    description: `fixture: ${type} Linux, an hour`,
    price: onDemandPrice(type) ?? 0,
    attributes: {
      instanceType: type,
      regionCode: region,
      operatingSystem: 'Linux',
      preInstalledSw: 'NA',
      capacitystatus: 'Used',
      tenancy: 'Shared',
      marketoption: 'OnDemand',
      licenseModel: 'No License required',
      vcpu: String(priceRow(type)?.vcpu ?? 0),
      memory: `${priceRow(type)?.memoryGiB ?? 0} GiB`,
      servicecode: 'AmazonEC2',
    },
  }
}

function disk(region: string): Product {
  return {
    sku: 'FIXTUREGP3',
    productFamily: 'Storage',
    unit: 'GB-Mo',
    description: 'fixture: gp3, a GB and month',
    price: diskPrice(),
    attributes: {
      volumeApiName: 'gp3',
      regionCode: region,
      usagetype: 'EBS:VolumeUsage.gp3',
      servicecode: 'AmazonEC2',
    },
  }
}

function loadBalancer(region: string): Product {
  return {
    sku: 'FIXTUREALB',
    productFamily: 'Load Balancer-Application',
    unit: 'Hrs',
    description: 'fixture: application load balancer, an hour',
    price: loadBalancerPrice(),
    attributes: { regionCode: region, usagetype: 'LoadBalancerUsage', servicecode: 'AWSELB' },
  }
}

function storage(storageClass: keyof typeof usage, region: string): Product {
  return {
    sku: `FIXTUREEFS${storageClass.replace(' ', '').toUpperCase()}`,
    productFamily: 'Storage',
    unit: 'GB-Mo',
    description: `fixture: EFS ${storageClass}, a GB and month`,
    price: storagePrice(storageClass),
    attributes: { storageClass, regionCode: region, usagetype: `FIX-${usage[storageClass]}`, servicecode: 'AmazonEFS' },
  }
}

const usage = { 'General Purpose': 'TimedStorage-ByteHrs', 'Infrequent Access': 'IATimedStorage-ByteHrs' } as const

function address(use: 'InUse' | 'Idle', region: string): Product {
  return {
    sku: `FIXTUREIPV4${use.toUpperCase()}`,
    unit: 'Hrs',
    description: `fixture: public IPv4 address, ${use}, an hour`,
    price: publicAddressPrice(),
    attributes: {
      group: 'VPCPublicIPv4Address',
      regionCode: region,
      usagetype: `FIX-PublicIPv4:${use}Address`,
      servicecode: 'AmazonVPC',
    },
  }
}

const lists: Readonly<Record<string, (region: string) => readonly Product[]>> = {
  AmazonEC2: (region) => [...pricedTypes().map((type) => instance(type, region)), disk(region)],
  AWSELB: (region) => [loadBalancer(region)],
  AmazonVPC: (region) => [address('InUse', region), address('Idle', region)],
  AmazonEFS: (region) =>
    (Object.keys(usage) as (keyof typeof usage)[]).map((storageClass) => storage(storageClass, region)),
}

function written(serviceCode: string, { sku, productFamily, attributes, unit, description, price }: Product): string {
  const term = `${sku}.JRTCKXETXF`
  const rate = `${term}.6YS6EN2CT7`
  const dimension = {
    ...{ unit, description, rateCode: rate, appliesTo: [], beginRange: '0', endRange: 'Inf' },
    pricePerUnit: { USD: price.toFixed(10) },
  }
  return JSON.stringify({
    product: { sku, ...(productFamily === undefined ? {} : { productFamily }), attributes },
    serviceCode,
    terms: {
      OnDemand: {
        [term]: {
          ...{ sku, offerTermCode: 'JRTCKXETXF', effectiveDate, termAttributes: {} },
          priceDimensions: { [rate]: dimension },
        },
      },
    },
    version: effectiveDate.replace(/\D/g, ''),
    publicationDate: effectiveDate,
  })
}

/** GetProducts: filters on attributes, one page. */
export const getProducts: Handler = async (call): Promise<Answer> => {
  const service = text(call.params, 'ServiceCode') ?? ''
  const list = lists[service]
  if (!list) throw notEmulated(`prices of another service than ${Object.keys(lists).join(' and ')}`)
  const filters = records(call.params, 'Filters').map(
    (filter) => [text(filter, 'Field') ?? '', text(filter, 'Value')] as const,
  )
  const region = filters.find(([field]) => field === 'regionCode')?.[1] ?? 'us-east-1'
  const found = list(region).filter(({ productFamily, attributes }) =>
    filters.every(([field, value]) => (field === 'productFamily' ? productFamily : attributes[field]) === value),
  )
  return jsonAnswer({ FormatVersion: 'aws_v1', PriceList: found.map((product) => written(service, product)) })
}
