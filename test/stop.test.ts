// A stack that is stopped and started: what is billed meanwhile, what stays, and what the other commands make of it.
import { expect } from 'chai'
import { small, TestAccount } from './support/test-account.js'

interface Told {
  readonly document: {
    readonly status: string
    readonly n8n_url: string
    readonly instance_id: string | null
    readonly runtime: readonly { readonly instance_id: string }[]
  }
}

describe('a stack that is stopped', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const json = <T>(...args: string[]): Promise<T> => world.json<T>(args)
  async function refused(...args: string[]): Promise<string> {
    const { code, stderr } = await world.gm(args)
    expect(code).to.be.within(2, 3)
    return stderr.replaceAll(/\s+/g, ' ')
  }
  const perMonth = async (name: string): Promise<number> =>
    (await json<{ cost: { perMonth: { least: number } } }>('cost', name)).cost.perMonth.least
  /** State of the instance, as EC2 tells it. */
  const instance = async (name: string): Promise<string | null> =>
    (JSON.parse((await world.gm(['status', name, '--json'])).stdout) as { instance: string | null }).instance

  for (const [market, flags, after] of [
    ['spot', ['--tier', 'automation'], 27.38],
    ['on-demand', ['--on-demand'], 6.85],
  ] as const)
    it(`costs what stays, and comes back with the same URL and passwords: ${market}`, async () => {
      const name = `rests-${market}`
      const { document: before } = await json<Told>('deploy', name, ...small, ...flags)
      const passwords = await json('credentials', name)
      const { document: stopped } = await json<Told>('stop', name, '--yes')
      expect(stopped).to.include({ status: 'stopped', n8n_url: before.n8n_url })
      expect(stopped.runtime.map(({ instance_id: id }) => id)).to.deep.equal([before.instance_id])
      expect(await perMonth(name)).to.be.closeTo(after, 0.005)
      expect(await json('status', name)).to.deep.include({ healthy: true, problems: [] })
      expect(await instance(name)).to.equal(market === 'spot' ? null : 'stopped')
      await json('stop', name)
      const { document: started } = await json<Told>('start', name)
      expect(started).to.include({ status: 'running', n8n_url: before.n8n_url })
      expect(started.instance_id === before.instance_id).to.equal(market === 'on-demand')
      expect(started.runtime).to.have.length(1)
      expect(await json('credentials', name)).to.deep.equal(passwords)
      expect(await json('status', name)).to.include({ healthy: true })

      await json('stop', name, '--yes')
      await json('destroy', name, '--delete-data', '--yes')
      expect((await world.inventory())['instance'] ?? []).to.deep.equal([])
    })

  it('is brought up by a deploy too, and is not stopped when it was destroyed', async () => {
    await json('deploy', 'my-stack', ...small)
    expect(await refused('stop', 'my-stack'))
      .to.contain('Stop my-stack?')
      .and.to.contain('gm stop my-stack --yes')
    await json('stop', 'my-stack', '--yes')
    await json('deploy', 'my-stack', '--yes')
    expect(await json('status', 'my-stack')).to.include({ healthy: true })
    await json('destroy', 'my-stack', '--yes')
    expect(await refused('stop', 'my-stack', '--yes')).to.contain('is destroyed: there is nothing to stop')
    expect(await refused('start', 'my-stack')).to.contain('gm deploy my-stack')
  })

  it('does not end a spot instance that cannot make its last copies, unless it is told to', async () => {
    await json('deploy', 'silent', ...small)
    world.account.faults.add({ operation: 'SendCommand', effect: 'error', code: 'AccessDeniedException' })
    expect(await refused('stop', 'silent', '--yes')).to.contain('gm stop silent --force')
    expect(await instance('silent')).to.equal('running')
    expect((await world.gm(['status', 'silent'])).stdout).to.contain('its stop was interrupted: gm stop silent goes on')
    await json('stop', 'silent', '--yes', '--force')
    world.account.faults.remove()
    expect(await instance('silent')).to.equal(null)
    await json('start', 'silent')
  })
})
