// What every tier owes a network that it did not make.
import { expect } from 'chai'
import { counts, small, TestAccount } from './test-account.js'

/**
 * Declares the scenario of a tier that stands in the default VPC.
 * @param tier its id
 * @param thing something that the tier makes there
 */
export function standsInNetwork(tier: string, thing: string): void {
  describe(`the tier ${tier} in a network that is there`, function () {
    this.timeout(120_000)
    let world: TestAccount
    before(async () => {
      world = await TestAccount.open({ defaultNetwork: 'public' })
    })
    after(() => world.close())

    it('uses it, and leaves it as it was', async () => {
      await world.done(['deploy', 'my-stack', '--tier', tier, ...small])
      expect(counts(await world.inventory()))
        .to.include({ [thing]: 1 })
        .and.not.to.have.property('vpc')
      await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
      expect(await world.inventory()).to.deep.equal({})
    })
  })
}
