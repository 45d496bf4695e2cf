// The Price List service: GetProducts for Linux machines, in the service's own nested shape.
import { type Answer, jsonAnswer } from '../answer/answer.js'
import { notEmulated } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { records, text } from '../request/params.js'
import { onDemandPrice, priceRow, pricedTypes } from './price-list.js'

const attributes = (type: string, region: string): Record<string, string> => ({
  instanceType: type, regionCode: region, operatingSystem: 'Linux', preInstalledSw: 'NA', capacitystatus: 'Used', tenancy: 'Shared', marketoption: 'OnDemand',
  licenseModel: 'No License required', vcpu: String(priceRow(type)?.vcpu ?? 0), memory: `${priceRow(type)?.memoryGiB ?? 0} GiB`, servicecode: 'AmazonEC2',
})

const product = (type: string, region: string): string => {
  const sku = `FIXTURE${type.replace('.', '').toUpperCase()}`
  const dimension = { unit: 'Hrs', description: `fixture: ${type} Linux, an hour`, pricePerUnit: { USD: (onDemandPrice(type) ?? 0).toFixed(10) } }
  return JSON.stringify({
    product: { sku, productFamily: 'Compute Instance', attributes: attributes(type, region) },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: { [`${sku}.JRTCKXETXF`]: { sku, offerTermCode: 'JRTCKXETXF', priceDimensions: { [`${sku}.JRTCKXETXF.6YS6EN2CT7`]: dimension } } } },
  })
}

/** GetProducts: filters on attributes, one page. */
export const getProducts: Handler = async (call): Promise<Answer> => {
  if (text(call.params, 'ServiceCode') !== 'AmazonEC2') throw notEmulated('prices of another service than AmazonEC2')
  const filters = records(call.params, 'Filters')
  const region = filters.map((filter) => (text(filter, 'Field') === 'regionCode' ? text(filter, 'Value') : undefined)).find((value) => value !== undefined) ?? 'us-east-1'
  const types = pricedTypes().filter((type) => filters.every((filter) => {
    const known: Record<string, string> = { ...attributes(type, region), productFamily: 'Compute Instance' }
    return known[text(filter, 'Field') ?? ''] === text(filter, 'Value')
  }))
  return jsonAnswer({ FormatVersion: 'aws_v1', PriceList: types.map((type) => product(type, region)) })
}
