// Two runs on one stack at once: the second is refused in words that name the first, which goes on undisturbed.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { parts } from './support/parts.js'
import { arrival } from './support/until.js'
import { counts, small, TestAccount } from './support/test-account.js'

describe('two runs at once', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  it('are one run and a refusal', async () => {
    // The first run waits for n8n for as long as the others need.
    world.account.settings({ unhealthy: ['n8n'], patienceMs: 120_000 })
    const first = world.start(['deploy', 'my-stack', ...small])
    await arrival(world, 'CreateFleet')
    const [deploy, destroy] = await Promise.all([
      world.gm(['deploy', 'my-stack', ...small, '--json']),
      world.gm(['destroy', 'my-stack', '--yes', '--json']),
    ])
    for (const ended of [deploy, destroy]) {
      const error = failureOf(ended)
      expect([ended.code, error.code], words(error)).to.deep.equal([2, 'LOCKED'])
      expect(words(error)).to.contain(`process ${first.child.pid}`).and.to.contain('gm unlock my-stack')
    }
    world.account.settings({ unhealthy: [] })
    const { code, stderr } = await first.ended
    expect(code, stderr).to.equal(0)
    const { parameter: _, ...others } = counts(await world.inventory())
    expect(others).to.deep.equal(parts)
  })
})
