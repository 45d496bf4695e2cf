// An account that shows what was made late, to reads and to changes alike: nothing is doubled, nothing is left.
import { expect } from 'chai'
import { counts, small, TestAccount } from './support/test-account.js'

describe('an account that shows things late', function () {
  this.timeout(120_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open({ lateVisibility: 5, lateChanges: true })
  })
  after(() => world.close())

  it('gets one of each thing, and gets rid of them', async () => {
    const deployed = await world.gm(['deploy', 'my-stack', ...small])
    expect(deployed.code, deployed.stderr).to.equal(0)
    expect(counts(await world.inventory())).to.include({
      vpc: 1,
      'internet-gateway': 1,
      instance: 1,
      'elastic-ip': 1,
      'file-system': 1,
      'mount-target': 2,
    })
    const destroyed = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(destroyed.code, destroyed.stderr).to.equal(0)
    expect(await world.inventory()).to.deep.equal({})
  })
})
