// Faults, settings and the journal: what happens to a call between its arrival and its answer.
import { expect } from 'chai'
import { type Account, startAccount } from '../account/account.js'
import { child, items, leaf } from '../answer/xml.js'
import { json, query, until } from '../testing/caller.js'

const vpc = { CidrBlock: '10.0.0.0/16' }

describe('a call', function () {
  this.timeout(60_000)
  let account: Account

  before(async () => {
    account = await startAccount({ speed: 100, lateVisibility: 0, defaultNetwork: 'public' })
  })
  afterEach(() => account.reset())
  after(() => account.stop())

  const vpcId = async (): Promise<string> =>
    leaf(child((await query(account, 'ec2', 'CreateVpc', vpc)).root, 'vpc'), 'vpcId')

  describe('faults', () => {
    it('throttle in the words of the service, so often as asked', async () => {
      account.faults.add({ operation: 'DescribeVpcs', effect: 'throttle', times: 2 })
      const codes = [
        await query(account, 'ec2', 'DescribeVpcs'),
        await query(account, 'ec2', 'DescribeVpcs'),
        await query(account, 'ec2', 'DescribeVpcs'),
      ].map(({ code }) => code)
      expect(codes).to.deep.equal(['RequestLimitExceeded', 'RequestLimitExceeded', undefined])
    })

    it('lose the answer of a call that took effect', async () => {
      account.faults.add({ operation: 'CreateVpc', effect: 'reset-after', nth: 1 })
      const lost = await vpcId().then(
        () => 'answered',
        () => 'lost',
      )
      const made = await query(account, 'ec2', 'DescribeVpcs', { Filter: [{ Name: 'cidr', Value: ['10.0.0.0/16'] }] })
      expect([lost, items(made.root, 'vpcSet').length]).to.deep.equal(['lost', 1])
      expect(account.calls()[0]).to.include({ operation: 'CreateVpc', status: 0, fault: 'reset-after' })
    })

    it('hold an answer back for ever, once the call took effect', async () => {
      account.faults.add({ operation: 'CreateVpc', effect: 'hang-after' })
      const gone = vpcId().catch(() => 'gone')
      await until('the call to hang', async () => account.calls()[0]?.hung)
      expect(account.calls()[0]?.status).to.equal(undefined)
      expect(items((await query(account, 'ec2', 'DescribeVpcs')).root, 'vpcSet')).to.have.length(2)
      await account.stop()
      expect(await gone).to.equal('gone')
      account = await startAccount({ speed: 100, lateVisibility: 0, defaultNetwork: 'public' })
    })

    it('slow calls down', async () => {
      account.settings({ latencyMs: 30 })
      account.faults.add({ service: 'ec2', effect: 'latency', ms: 40 })
      await query(account, 'ec2', 'DescribeVpcs')
      expect(account.calls()[0]?.ms).to.be.at.least(68)
    })

    it('deny as they are told', async () => {
      account.faults.add({
        service: 'ec2',
        mutating: true,
        effect: 'error',
        code: 'UnauthorizedOperation',
        status: 403,
        message: 'You are not authorized.',
      })
      expect((await query(account, 'ec2', 'CreateVpc', vpc)).code).to.equal('UnauthorizedOperation')
      expect((await query(account, 'ec2', 'DescribeVpcs')).code).to.equal(undefined)
    })

    it('are set by other processes', async () => {
      await fetch(`${account.endpoint}/_sandbox/faults`, {
        method: 'POST',
        body: JSON.stringify({ operation: 'DescribeVpcs', effect: 'error', code: 'Odd' }),
      })
      expect((await query(account, 'ec2', 'DescribeVpcs')).code).to.equal('Odd')
      await fetch(`${account.endpoint}/_sandbox/faults`, { method: 'DELETE' })
      expect((await query(account, 'ec2', 'DescribeVpcs')).code).to.equal(undefined)
    })
  })

  it('refuses what is too long for a standard parameter', async () => {
    const put = (length: number, more = {}) =>
      json(account, 'ssm', 'PutParameter', {
        Name: `/long/${length}`,
        Value: 'x'.repeat(length),
        Type: 'String',
        ...more,
      })
    expect((await put(4096)).code).to.equal(undefined)
    expect((await put(4097)).code).to.equal('ValidationException')
    expect((await put(4098, { Tier: 'Advanced' })).code).to.equal(undefined)
  })

  describe('the journal', () => {
    it('keeps no secret value', async () => {
      await json(account, 'ssm', 'PutParameter', { Name: '/a', Value: 'hush-hush', Type: 'SecureString' })
      expect(JSON.stringify(account.calls())).not.to.include('hush-hush')
      expect(account.calls()[0]).to.deep.include({
        operation: 'PutParameter',
        mutating: true,
        params: { Name: '/a', Value: '[redacted]', Type: 'SecureString' },
      })
    })

    it('is empty after a reset', async () => {
      await vpcId()
      await account.reset()
      expect(account.calls()).to.deep.equal([])
      expect(items((await query(account, 'ec2', 'DescribeVpcs')).root, 'vpcSet')).to.have.length(1)
    })
  })

  it('finds a default network that leads to the internet, where that was asked for', async () => {
    for (const round of ['at the start', 'after a reset']) {
      expect((await query(account, 'ec2', 'DescribeRouteTables')).text, round).to.include(
        '<destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>',
      )
      await account.reset()
    }
  })
})
