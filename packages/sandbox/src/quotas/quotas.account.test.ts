// Quotas, told and held to, seen over the wire.
import { expect } from 'chai'
import { type Account, startAccount } from '../account/account.js'
import { items } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { json, query, until } from '../testing/caller.js'

interface Told {
  readonly Quota?: { readonly Value: number; readonly QuotaName: string; readonly QuotaArn: string }
  readonly Quotas?: readonly { readonly QuotaCode: string; readonly Value: number }[]
  readonly NextToken?: string
}

describe('quotas', function () {
  this.timeout(60_000)
  let account: Account
  before(async () => {
    account = await startAccount({ speed: 1000, lateVisibility: 0 })
  })
  afterEach(() => account.reset())
  after(() => account.stop())

  const target = 'ServiceQuotasV20190624'
  const ask = async (operation: string, params: Params): Promise<Told> => {
    const { text } = await json(account, 'servicequotas', `${target}.${operation}`, params)
    return JSON.parse(text) as Told
  }
  const launch = async (InstanceType: string, more: Params = {}) => {
    const params: Params = { ImageId: 'ami-12c6146b', InstanceType, MinCount: '1', MaxCount: '1', ...more }
    return (await query(account, 'ec2', 'RunInstances', params)).code
  }
  const spot = { InstanceMarketOptions: { MarketType: 'spot' } }

  it("are AWS's defaults until they are set", async () => {
    const named = { ServiceCode: 'ec2', QuotaCode: 'L-DB2E81BA' }
    expect((await ask('GetServiceQuota', named)).Quota).to.include({
      Value: 0,
      QuotaName: 'Running On-Demand G and VT instances',
      QuotaArn: 'arn:aws:servicequotas:us-east-1:123456789012:ec2/L-DB2E81BA',
    })
    account.settings({ quotas: { 'L-DB2E81BA': 8 } })
    expect((await ask('GetServiceQuota', named)).Quota?.Value).to.equal(8)
    expect((await ask('GetAWSDefaultServiceQuota', named)).Quota?.Value).to.equal(0)
  })

  it('are listed a page at a time, and are of their service', async () => {
    const first = await ask('ListServiceQuotas', { ServiceCode: 'ec2', MaxResults: 3 })
    const rest = await ask('ListServiceQuotas', { ServiceCode: 'ec2', NextToken: first.NextToken ?? '' })
    const codes = [...(first.Quotas ?? []), ...(rest.Quotas ?? [])].map(({ QuotaCode }) => QuotaCode)
    expect([first.Quotas?.length, new Set(codes).size, rest.NextToken]).to.deep.equal([3, 5, undefined])
    const elsewhere = { ServiceCode: 'vpc', QuotaCode: 'L-DB2E81BA' }
    const refused = await json(account, 'servicequotas', `${target}.GetServiceQuota`, elsewhere)
    expect(refused.code).to.equal('NoSuchResourceException')
  })

  it('count the vCPUs that run, apart by family and market', async () => {
    account.settings({ quotas: { 'L-1216C47A': 3, 'L-34B43A08': 1 } })
    expect(await launch('t3.large')).to.equal(undefined)
    expect(await launch('t3.large')).to.equal('VcpuLimitExceeded')
    expect(await launch('t3.large', spot)).to.equal('MaxSpotInstanceCountExceeded')
    expect(await launch('g4dn.xlarge')).to.equal('VcpuLimitExceeded')
    account.settings({ quotas: { 'L-DB2E81BA': 4 } })
    expect(await launch('g4dn.xlarge')).to.equal(undefined)
  })

  it('count what is started again', async () => {
    account.settings({ quotas: { 'L-1216C47A': 2 } })
    await launch('t3.large')
    const { root } = await query(account, 'ec2', 'DescribeInstances')
    const [instance] = items(items(root, 'reservationSet')[0] ?? {}, 'instancesSet')
    const InstanceId = [String(instance?.['instanceId'])]
    const done = async (operation: string) =>
      (await query(account, 'ec2', operation, { InstanceId })).code === undefined
    await until('running', () => done('StopInstances'))
    account.settings({ quotas: { 'L-1216C47A': 1 } })
    const start = async () => (await query(account, 'ec2', 'StartInstances', { InstanceId })).code
    await until('stopped', async () => (await start()) !== 'IncorrectInstanceState')
    expect(await start()).to.equal('VcpuLimitExceeded')
  })

  it('hold networks and addresses of a region', async () => {
    account.settings({ quotas: { 'L-F678F1CE': 1, 'L-0263D0A3': 1 } })
    expect((await query(account, 'ec2', 'CreateVpc', { CidrBlock: '10.1.0.0/16' })).code).to.equal('VpcLimitExceeded')
    expect((await query(account, 'ec2', 'AllocateAddress')).code).to.equal(undefined)
    expect((await query(account, 'ec2', 'AllocateAddress')).code).to.equal('AddressLimitExceeded')
  })

  it('let instances be found by a pattern of their types', async () => {
    await launch('t3.large')
    const found = async (pattern: string) => {
      const asked = { Filter: [{ Name: 'instance-type', Value: [pattern] }] }
      return items((await query(account, 'ec2', 'DescribeInstances', asked)).root, 'reservationSet').length
    }
    expect([await found('t*'), await found('g*')]).to.deep.equal([1, 0])
  })
})
