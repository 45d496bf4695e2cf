// The look at the account: what is adopted, what is chosen, and that every problem is told at once.
import { expect } from 'chai'
import type { GmError } from '@geuse/plugin-api'
import { ec2Error, withStub, type Script } from '../stub-aws.test.js'
import { discover } from './discover.js'

function xml(operation: string, inner: string) {
  return { body: `<${operation}Response>${inner}</${operation}Response>` }
}

function offering(type: string, zone: string) {
  return `<item><instanceType>${type}</instanceType><location>${zone}</location></item>`
}

const offers = [
  ['t3.large', 'a'],
  ['t3.large', 'b'],
  ['m5.large', 'b'],
  ['t3.large', 'wl1-x-1'],
].map(([type, zone]) => offering(type!, `eu-west-1${zone}`))

const account: Script = {
  GetCallerIdentity: xml(
    'GetCallerIdentity',
    '<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>',
  ),
  DescribeVpcs: xml('DescribeVpcs', '<vpcSet/>'),
  DescribeInstanceTypeOfferings: xml(
    'DescribeInstanceTypeOfferings',
    `<instanceTypeOfferingSet>${offers.join('')}</instanceTypeOfferingSet>`,
  ),
  GetParameter: { body: JSON.stringify({ Parameter: { Value: 'ami-1' } }) },
  DescribeImages: xml(
    'DescribeImages',
    '<imagesSet><item><imageId>ami-1</imageId><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>15</volumeSize></ebs></item></blockDeviceMapping></item></imagesSet>',
  ),
}

function subnet(id: string, zone: string, free: number) {
  return `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><availabilityZone>eu-west-1${zone}</availabilityZone><availableIpAddressCount>${free}</availableIpAddressCount></item>`
}

const route = '<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId></item>'
const defaultVpc: Script = {
  ...account,
  DescribeVpcs: xml(
    'DescribeVpcs',
    '<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>172.31.0.0/16</cidrBlock></item></vpcSet>',
  ),
  DescribeSubnets: xml(
    'DescribeSubnets',
    `<subnetSet>${subnet('subnet-a', 'a', 9)}${subnet('subnet-b', 'b', 5)}${subnet('subnet-b2', 'b', 50)}${subnet('subnet-p', 'a', 99)}</subnetSet>`,
  ),
  DescribeRouteTables: xml(
    'DescribeRouteTables',
    `<routeTableSet><item><associationSet><item><main>true</main></item></associationSet><routeSet>${route}</routeSet></item><item><associationSet><item><subnetId>subnet-p</subnetId></item></associationSet><routeSet/></item></routeTableSet>`,
  ),
}

function attribute(name: string, value: boolean) {
  return `<${name}><value>${value}</value></${name}>`
}

const named = xml('DescribeVpcAttribute', attribute('enableDnsSupport', true) + attribute('enableDnsHostnames', true))
const nameless = xml(
  'DescribeVpcAttribute',
  attribute('enableDnsSupport', true) + attribute('enableDnsHostnames', false),
)
const instance = { market: 'spot' } as const
const request = { needs: { instance }, memoryMiB: 6000, allowExpensive: false } as const

describe('discover', () => {
  it('chooses the smallest size that holds the services, zones rich in it first, and makes a network', async () => {
    await withStub(account, async ({ aws }) => {
      const { facts } = await discover(aws, request)
      expect(facts).to.deep.include({ accountId: '123456789012', arch: 'x86_64', zones: ['eu-west-1b', 'eu-west-1a'] })
      expect(facts).to.not.have.property('network')
      expect(facts.instanceTypes).to.deep.equal([
        { type: 't3.large', memoryMiB: 8192, zones: ['eu-west-1b', 'eu-west-1a'] },
        { type: 'm5.large', memoryMiB: 8192, zones: ['eu-west-1b'] },
      ])
      expect(facts.image).to.deep.equal({ id: 'ami-1', rootDevice: '/dev/xvda', minimumGiB: 15 })
    })
  })

  it('adopts the default network, its public subnets only, the roomiest of each zone', async () => {
    await withStub({ ...defaultVpc, DescribeVpcAttribute: named }, async ({ aws }) => {
      const { facts } = await discover(aws, request)
      expect(facts.network).to.deep.equal({
        vpcId: 'vpc-1',
        cidr: '172.31.0.0/16',
        subnets: [
          { subnetId: 'subnet-b2', zone: 'eu-west-1b' },
          { subnetId: 'subnet-a', zone: 'eu-west-1a' },
        ],
      })
    })
  })

  it('makes a network of its own where the default one does not resolve names', async () => {
    await withStub({ ...defaultVpc, DescribeVpcAttribute: nameless }, async ({ aws }) => {
      expect((await discover(aws, request)).facts).to.not.have.property('network')
    })
  })

  it('does not take a route to a gateway that is gone for a way out', async () => {
    const gone = route.replace('</item>', '<state>blackhole</state></item>')
    const tables = `<routeTableSet><item><associationSet><item><main>true</main></item></associationSet><routeSet>${gone}</routeSet></item></routeTableSet>`
    const script = {
      ...defaultVpc,
      DescribeVpcAttribute: named,
      DescribeRouteTables: xml('DescribeRouteTables', tables),
    }
    await withStub(script, async ({ aws }) => {
      expect((await discover(aws, request)).facts).to.not.have.property('network')
    })
  })

  it('tells every problem at once', async () => {
    const missing = { status: 400, body: ec2Error('InvalidVpcID.NotFound', 'no') }
    const noKey = { status: 400, body: ec2Error('InvalidKeyPair.NotFound', 'no') }
    await withStub({ ...account, DescribeVpcs: missing, DescribeKeyPairs: noKey }, async ({ aws }) => {
      const needs = { network: { vpc: 'vpc-9' }, keyPair: 'k', instance: { ...instance, types: ['t3.medium'] } }
      const error = await discover(aws, { ...request, needs }).catch((thrown: GmError) => thrown)
      expect((error as GmError).problems.map(({ code }) => code)).to.have.members([
        'NOT_FOUND',
        'NOT_FOUND',
        'CONFIG_INVALID',
      ])
    })
  })

  it('never takes "access denied" for "there is none"', async () => {
    const denied = { status: 403, body: ec2Error('UnauthorizedOperation', 'no') }
    await withStub({ ...account, DescribeVpcs: denied }, async ({ aws }) => {
      const error = await discover(aws, request).catch((thrown: GmError) => thrown)
      expect(error).to.include({ code: 'DENIED' })
    })
  })

  it('refuses what is expensive, unless it is allowed', async () => {
    await withStub(account, async ({ aws }) => {
      const needs = { instance: { ...instance, types: ['p5.48xlarge'] } }
      const error = await discover(aws, { ...request, needs }).catch((thrown: GmError) => thrown)
      expect((error as GmError).hints[0]).to.contain('--allow-expensive')
    })
  })

  it('takes another image where the tier names one, and types of one architecture only', async () => {
    await withStub(account, async ({ aws, calls, bodies }) => {
      const image = '/aws/service/deeplearning/{arch}/latest/ami-id'
      await discover(aws, { ...request, needs: { image, instance: { ...instance, types: ['t3.large', 'm5.large'] } } })
      expect(bodies[calls.indexOf('GetParameter')]).to.contain('/aws/service/deeplearning/x86_64/latest/ami-id')
      const needs = { instance: { ...instance, types: ['t3.large', 't4g.large'] } }
      const error = await discover(aws, { ...request, needs }).catch((thrown: GmError) => thrown)
      expect((error as GmError).message).to.equal('t3.large, t4g.large are not of one architecture')
    })
  })
})
