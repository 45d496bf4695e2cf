// A disk that takes no more states, at the first and in the middle of a run: the old state is still there, nothing is
// made that is not recorded, and with room again the same command finishes without doubling anything.
import { expect } from 'chai'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { parts } from './support/parts.js'
import { fullDiskAfter } from './support/preloads.js'
import { counts, small, TestAccount } from './support/test-account.js'

describe('a full disk', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const failing = async (states: number): Promise<void> => {
    const ended = await world.gm(['deploy', 'my-stack', ...small, '--json'], fullDiskAfter(states))
    const error = failureOf(ended)
    expect([ended.code, error.code], words(error)).to.deep.equal([2, 'STORAGE_FULL'])
    expect(words(error))
      .to.contain(join(world.home, 'deployments', 'my-stack.json'))
      .and.to.contain('free some space')
    expect((await readdir(join(world.home, 'deployments'))).filter((file) => !file.endsWith('.json'))).to.deep.equal([])
  }

  it('before the first state: nothing is made', async () => {
    await failing(0)
    expect(await world.inventory()).to.deep.equal({})
  })

  for (const states of [4, 7]) {
    it(`after ${states} states: what was begun is recorded`, async () => {
      await failing(states)
      const { nodes } = (await world.document('my-stack')) as { nodes: Record<string, { status: string }> }
      const made = Object.entries(counts(await world.inventory())).filter(
        ([type]) => !['volume', 'interface'].includes(type),
      )
      const rows = Object.values(nodes).length
      expect(made.reduce((sum, [, count]) => sum + Math.min(count, 1), 0)).to.be.at.most(rows)
    })
  }

  it('with room again: the deploy goes on, and there is one of each', async () => {
    await world.done(['deploy', 'my-stack', ...small])
    const { parameter: _, ...others } = counts(await world.inventory())
    expect(others).to.deep.equal(parts)
  })
})
