// Stop, start and reboot, seen over the wire.
import { expect } from 'chai'
import { type Account, startAccount } from '../account/account.js'
import { child, items, leaf } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { query, until } from '../testing/caller.js'

describe('the power of an instance', function () {
  this.timeout(60_000)
  let account: Account
  before(async () => {
    account = await startAccount({ speed: 1000, lateVisibility: 0 })
  })
  afterEach(() => account.reset())
  after(() => account.stop())

  const launch = async (more: Params = {}): Promise<string> => {
    const params: Params = { ImageId: 'ami-12c6146b', InstanceType: 't3.large', MinCount: '1', MaxCount: '1', ...more }
    return leaf(
      items((await query(account, 'ec2', 'RunInstances', params)).root, 'instancesSet')[0] ?? {},
      'instanceId',
    )
  }
  const told = async (id: string) => {
    const { root } = await query(account, 'ec2', 'DescribeInstances', { InstanceId: [id] })
    return items(items(root, 'reservationSet')[0] ?? {}, 'instancesSet')[0] ?? {}
  }
  const is = (id: string, state: string) =>
    until(state, async () => leaf(child(await told(id), 'instanceState'), 'name') === state)
  const ask = async (operation: string, id: string) =>
    (await query(account, 'ec2', operation, { InstanceId: [id] })).code

  it('goes off and on again, and the instance is the same', async () => {
    const id = await launch()
    await is(id, 'running')
    account.settings({ speed: 1 })
    const { root } = await query(account, 'ec2', 'StopInstances', { InstanceId: [id] })
    const [changed = {}] = items(root, 'instancesSet')
    expect([leaf(child(changed, 'previousState'), 'name'), leaf(child(changed, 'currentState'), 'name')]).to.deep.equal(
      ['running', 'stopping'],
    )
    expect(await ask('StartInstances', id)).to.equal('IncorrectInstanceState')
    account.settings({ speed: 1000 })
    await is(id, 'stopped')
    expect(leaf(child(await told(id), 'stateReason'), 'code')).to.equal('Client.UserInitiatedShutdown')
    expect(await ask('RebootInstances', id)).to.equal('IncorrectInstanceState')
    expect(await ask('StartInstances', id)).to.equal(undefined)
    await is(id, 'running')
    expect(await ask('RebootInstances', id)).to.equal(undefined)
  })

  it('is not for one-time spot instances to be stopped by', async () => {
    const id = await launch({ InstanceMarketOptions: { MarketType: 'spot' } })
    await is(id, 'running')
    expect(await ask('StopInstances', id)).to.equal('UnsupportedOperation')
  })

  it('is of no instance that does not exist', async () => {
    expect(await ask('StopInstances', 'i-0123456789abcdef0')).to.equal('InvalidInstanceID.NotFound')
  })

  it('ends a stopped one too', async () => {
    const id = await launch()
    await is(id, 'running')
    await query(account, 'ec2', 'StopInstances', { InstanceId: [id] })
    await is(id, 'stopped')
    expect(await ask('TerminateInstances', id)).to.equal(undefined)
    await is(id, 'terminated')
  })
})
