// The answer to every call that changes something, lost once: the deploy and the destroy end well, nothing is doubled
// and nothing stays. `npm run crash` does the same for a network that is adopted, and kills gm as well.
import { Bench } from './crash/bench.js'
import { lostCases, undisturbed } from './crash/matrix.js'
import { insideGm } from './crash/gm.js'
import { lendCredentials } from './support/credentials.js'

describe('lost answers', function () {
  this.timeout(240_000)
  let bench: Bench
  let takeBack = (): void => undefined
  before(async () => {
    bench = await Bench.open()
    takeBack = lendCredentials(bench.world.account.env)
  })
  after(async () => {
    takeBack()
    await bench.close()
  })

  it('are looked for before anything is made again', async () => {
    const { reference, deploy, destroy } = await undisturbed(bench, 'made')
    for (const lost of lostCases({ network: 'made', gm: insideGm, reference }, deploy, destroy)) await lost.run(bench)
  })
})
