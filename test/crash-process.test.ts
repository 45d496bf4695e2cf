// A machine was bought, and nobody knows: the process of gm gets SIGKILL while AWS has the answer on its lips. What
// `npm run crash` does at every call is done once here, with the real process.
import { Bench } from './crash/bench.js'
import { killed } from './crash/cases.js'
import { processGm } from './crash/gm.js'
import { undisturbed } from './crash/matrix.js'
import { lendCredentials } from './support/credentials.js'

describe('gm, killed', function () {
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

  it('goes on when it is called again, with one machine, and destroys what a killed destroy has left', async () => {
    const { reference } = await undisturbed(bench, 'made')
    const bought = { operation: 'CreateFleet', nth: 1, when: 'after' } as const
    const detached = { operation: 'DetachInternetGateway', nth: 1, when: 'after' } as const
    await killed({ network: 'made', gm: processGm, reference }, [bought], [detached]).run(bench)
  })
})
