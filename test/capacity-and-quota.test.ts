// No instance to be had: what is missing is said with the quota or the market, what was made goes, data stays, and the
// same stack stands as soon as there is an instance.
import { expect } from 'chai'
import { maxSpeed } from '@geuse/sandbox'
import { failureOf, words } from './support/cli-sandbox.js'
import { data, parts } from './support/parts.js'
import { counts, small, TestAccount } from './support/test-account.js'

describe('without capacity or quota', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const failing = async (name: string, ...args: readonly string[]): Promise<{ code: string; text: string }> => {
    const ended = await world.gm(['deploy', name, ...small, ...args, '--json'])
    const error = failureOf(ended)
    expect(ended.code, words(error)).to.equal(3)
    expect(Object.keys(counts(await world.inventory())).filter((type) => !data.includes(type))).to.deep.equal([])
    expect(await world.document(name)).to.include({ status: 'failed' })
    return { code: error.code, text: words(error) }
  }

  it('says that there is no spot instance, where nothing else is wanted', async () => {
    world.account.settings({ capacity: [{ market: 'spot', code: 'InsufficientInstanceCapacity' }] })
    const { code, text } = await failing('spot-stack', '--spot')
    expect(code).to.equal('CAPACITY')
    expect(text).to.contain('gm deploy spot-stack').and.to.contain('--delete-data')
  })

  it('names the quota, and how to raise it', async () => {
    world.account.settings({
      capacity: [
        { market: 'spot', code: 'MaxSpotInstanceCountExceeded' },
        { market: 'on-demand', code: 'VcpuLimitExceeded' },
      ],
    })
    const { code, text } = await failing('my-stack')
    expect(code).to.equal('QUOTA')
    expect(text)
      .to.contain('Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances')
      .and.to.contain('request-service-quota-increase --service-code ec2 --quota-code L-1216C47A')
  })

  it('makes nothing where the account may not run the vCPUs', async () => {
    world.account.settings({ capacity: [], quotas: { 'L-1216C47A': 1, 'L-34B43A08': 1 } })
    const from = world.account.calls().length
    const ended = await world.gm(['deploy', 'new-stack', ...small, '--json'])
    expect([ended.code, failureOf(ended).code]).to.deep.equal([3, 'QUOTA'])
    expect(words(failureOf(ended)))
      .to.contain('instances” is 1, and t3.medium needs 2 vCPUs')
      .and.to.contain('--quota-code L-1216C47A --desired-value 2 --region us-east-1')
    expect(
      world.account
        .calls()
        .slice(from)
        .filter(({ mutating }) => mutating),
    ).to.deep.equal([])
  })

  it('is not kept from a deploy by a quota that cannot be read: the launch has the last word', async () => {
    world.account.settings({ quotas: { 'L-1216C47A': 1, 'L-34B43A08': 1 } })
    const denied = { service: 'servicequotas', effect: 'error', code: 'AccessDeniedException', status: 400 } as const
    world.account.faults.add({ ...denied, message: 'is not authorized to perform: servicequotas:GetServiceQuota' })
    const { code, text } = await failing('my-stack')
    world.account.faults.remove()
    world.account.settings({ quotas: {} })
    expect(code).to.equal('QUOTA')
    expect(text).to.contain('your current vCPU limit of 1')
  })

  it('names the quota of addresses', async () => {
    world.account.settings({ capacity: [], quotas: { 'L-0263D0A3': 0 } })
    const { code, text } = await failing('my-stack')
    world.account.settings({ quotas: {} })
    expect(code).to.equal('QUOTA')
    expect(text).to.contain('EC2-VPC Elastic IPs').and.to.contain('L-0263D0A3')
  })

  it('says why an instance ended at its launch, and what to do about the key of its disk', async () => {
    const reason = { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' }
    // At full speed, the hour in which EC2 shows what has ended is over before anybody looks.
    world.account.settings({ launchEnd: reason, speed: 200 })
    const { code, text } = await failing('my-stack')
    world.account.settings({ launchEnd: null, speed: maxSpeed })
    expect(code).to.equal('BOOT_FAILED')
    expect(text)
      .to.contain(reason.message)
      .and.to.contain('aws ec2 get-ebs-default-kms-key-id --region us-east-1')
      .and.to.contain('role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot')
  })

  it('buys on demand when there is no spot instance, and says the price', async () => {
    world.account.settings({ capacity: [{ market: 'spot', code: 'InsufficientInstanceCapacity' }] })
    const { stderr } = await world.gm(['deploy', 'my-stack', ...small])
    expect(stderr).to.match(/no spot instance: buying on demand, \S+ at [\d.]+ USD an hour/)
    const { parameter: _, ...others } = counts(await world.inventory())
    expect(others).to.deep.equal({ ...parts, 'file-system': 2 })
  })
})
