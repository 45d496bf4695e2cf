// Ctrl-C in the middle of a deploy: nothing new starts, what is under way ends, everything is recorded, and the same
// command goes on. A second one leaves at once, and the state is still true.
import { expect } from 'chai'
import { parts, unrecorded } from './support/parts.js'
import { arrival } from './support/until.js'
import { counts, type Ended, small, TestAccount } from './support/test-account.js'

describe('Ctrl-C', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const timed = async (ended: Promise<Ended>): Promise<Ended & { seconds: number }> => {
    const since = Date.now()
    const result = await ended
    return { ...result, seconds: (Date.now() - since) / 1000 }
  }

  it('once: lets the call under way end, says how to go on, and leaves within 10 seconds', async () => {
    world.account.faults.add({ operation: 'AllocateAddress', effect: 'latency', ms: 1500, nth: 1 })
    const { child, ended } = world.start(['deploy', 'my-stack', ...small])
    await arrival(world, 'AllocateAddress')
    child.kill('SIGINT')
    const { code, stderr, seconds } = await timed(ended)
    expect(code, stderr).to.equal(130)
    expect(seconds).to.be.lessThan(10)
    expect(stderr)
      .to.contain('Press Ctrl-C again')
      .and.to.contain('gm deploy my-stack')
      .and.to.contain('gm destroy my-stack')
    const inventory = await world.inventory()
    expect(counts(inventory)).to.include({ 'elastic-ip': 1 }).and.not.to.have.property('instance')
    expect(await unrecorded(world, 'my-stack', inventory)).to.deep.equal([])
    expect(await world.document('my-stack')).to.include({ status: 'creating' })
  })

  it('twice: leaves at once', async () => {
    const seen = world.account.calls().length
    world.account.faults.add({ operation: 'CreateFleet', effect: 'hang-before' })
    const { child, ended } = world.start(['deploy', 'my-stack', ...small])
    await arrival(world, 'CreateFleet', seen)
    child.kill('SIGINT')
    child.stderr?.on('data', (chunk: Buffer) => chunk.includes('Press Ctrl-C again') && child.kill('SIGINT'))
    const { code, stderr, seconds } = await timed(ended)
    expect(code, stderr).to.equal(130)
    expect(seconds).to.be.lessThan(3)
    expect(await unrecorded(world, 'my-stack', await world.inventory())).to.deep.equal([])
  })

  it('and then a look: it was interrupted, and the command that goes on is named', async () => {
    world.account.faults.remove()
    const { code, stdout } = await world.gm(['status', 'my-stack'])
    expect(code).to.equal(3)
    expect(stdout).to.contain('my-stack is creating, interrupted').and.to.contain('gm deploy my-stack goes on')
  })

  it('and then the same command: the stack stands, with one of each', async () => {
    const { code, stderr } = await world.gm(['deploy', 'my-stack'])
    expect(code).to.equal(2)
    expect(stderr).to.contain(' --yes')
    const seen = world.account.calls().length
    world.account.faults.add({ operation: 'CreateFleet', effect: 'latency', ms: 4000, nth: 1 })
    const { ended } = world.start(['deploy', 'my-stack', '--yes'])
    await arrival(world, 'CreateFleet', seen)
    const meanwhile = await world.gm(['status', 'my-stack'])
    expect(meanwhile.stdout).to.contain('my-stack is creating, at work').and.to.contain('`gm deploy`, process')
    const again = await ended
    expect(again.code, again.stderr).to.equal(0)
    const { parameter: _, ...others } = counts(await world.inventory())
    expect(others).to.deep.equal(parts)
  })

  it('in a destroy: goes on with the same command', async () => {
    const seen = world.account.calls().length
    world.account.faults.add({ operation: 'TerminateInstances', effect: 'latency', ms: 1000, nth: 1 })
    const { child, ended } = world.start(['destroy', 'my-stack', '--delete-data', '--yes'])
    await arrival(world, 'TerminateInstances', seen)
    child.kill('SIGINT')
    const { code, stderr, seconds } = await timed(ended)
    expect(code, stderr).to.equal(130)
    expect(seconds).to.be.lessThan(10)
    expect(stderr).to.contain('gm destroy my-stack --delete-data')
    const again = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(again.code, again.stderr).to.equal(0)
    expect(await world.inventory()).to.deep.equal({})
  })

  it('while the account is looked at: leaves at once, whatever does not answer', async () => {
    const seen = world.account.calls().length
    world.account.faults.add({ operation: 'DescribeVpcs', effect: 'hang-before' })
    const { child, ended } = world.start(['deploy', 'another', ...small])
    await arrival(world, 'DescribeVpcs', seen)
    child.kill('SIGINT')
    const { code, stderr, seconds } = await timed(ended)
    expect(code, stderr).to.equal(130)
    expect(seconds).to.be.lessThan(3)
    expect(stderr).to.contain('interrupted before anything was changed')
    expect(await world.inventory()).to.deep.equal({})
  })
})
