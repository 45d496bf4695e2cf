// What `npm run crash` does at every call, in short for every test run: a real process of gm gets SIGKILL while
// AWS has acted and not yet answered; the answer to every call that changes something is lost once; and a deploy that
// was killed with an instance on its way is taken up the next morning.
import { CrashHarness } from './crash/crash-harness.js'
import { killed, sleptOver } from './crash/cases.js'
import { insideGm, processGm } from './crash/gm.js'
import { lostCases, undisturbed } from './crash/matrix.js'
import { lendCredentials } from './support/lend-credentials.js'

/** Where a death leaves an instance that boots and waits in vain: for its address, or for its file system. */
const leavingAnInstance = [
  { operation: 'CreateFleet', nth: 1, when: 'after' },
  { operation: 'AssociateAddress', nth: 1, when: 'before' },
  { operation: 'CreateMountTarget', nth: 1, when: 'before' },
  { operation: 'CreateMountTarget', nth: 2, when: 'after' },
] as const

describe('gm, cut off', function () {
  this.timeout(240_000)
  let bench: CrashHarness
  let takeBack = (): void => undefined
  before(async () => {
    bench = await CrashHarness.open()
    takeBack = lendCredentials(bench.world.account.env)
  })
  after(async () => {
    takeBack()
    await bench.close()
  })

  it('goes on when it is called again, with one instance, and destroys what a killed destroy has left', async () => {
    const { reference } = await undisturbed(bench, 'made')
    const bought = { operation: 'CreateFleet', nth: 1, when: 'after' } as const
    const detached = { operation: 'DetachInternetGateway', nth: 1, when: 'after' } as const
    await killed({ network: 'made', gm: processGm, reference }, [bought], [detached]).run(bench)
  })

  it('looks for what a lost answer has made before it makes anything again', async () => {
    const { reference, deploy, destroy } = await undisturbed(bench, 'made')
    for (const lost of lostCases({ network: 'made', gm: insideGm, reference }, deploy, destroy)) await lost.run(bench)
  })

  it('goes on the next morning, when the instance has long given up its boot', async () => {
    const { reference } = await undisturbed(bench, 'made')
    for (const point of leavingAnInstance)
      await sleptOver({ network: 'made', gm: insideGm, reference }, point).run(bench)
  })
})
