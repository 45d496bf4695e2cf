// A tier of somebody else, in plain JavaScript: built of gm's stock and blocks and a resource of its own, which goes with
// the stack; and tiers that are wrong, each refused or failed in its plugin's name.
import { expect } from 'chai'
import { told } from './support/desk.js'
import { offline, packPlugin, tiers } from './support/foreign-plugin.js'
import { small, World } from './support/world.js'

interface Row {
  readonly type: string
  readonly plugin: string
  readonly deps: readonly string[]
}

describe('a tier of somebody else', function () {
  this.timeout(240_000)
  let world: World
  before(async () => {
    world = await World.open()
    const file = await packPlugin(world, 'gm-plugin-acme', '1.0.0', tiers)
    const { code, stderr } = await world.gm(['plugins', 'install', `file:${file}`], offline(world))
    expect(code, stderr).to.equal(0)
  })
  after(() => world.close())

  it('stands with what it brings, and what is behind its check stands on it', async () => {
    const { code, stderr } = await world.gm(['deploy', 'my-stack', '--tier', 'acme', ...small])
    expect(code, stderr).to.equal(0)
    const { tier, nodes } = (await world.document('my-stack')) as unknown as {
      tier: string
      nodes: Record<string, Row>
    }
    expect(tier).to.equal('acme')
    expect(nodes['note']).to.include({ type: 'acme-note', plugin: 'gm-plugin-acme@1.0.0' })
    expect(nodes['instance-profile']?.deps).to.have.members(['file-system', 'note'])
    expect((await world.inventory())['parameter']?.map(({ id }) => id)).to.include('/acme/my-stack/note')
  })

  it('takes no option that it does not name', async () => {
    const ended = await world.gm([
      'deploy',
      'other-stack',
      '--tier',
      'acme',
      '--domain',
      'n8n.example.com',
      ...small,
      '--json',
    ])
    expect(ended.code).to.equal(2)
    expect(JSON.stringify(told(ended))).to.contain('--domain: tier acme takes no such option')
  })

  it("that cannot wrap its runs any more fails a deploy in its plugin's name", async () => {
    const ended = await world.gm(['deploy', 'my-stack', '--json'], { ACME_TWISTED: 'yes' })
    expect([ended.code, told(ended).code]).to.deep.equal([4, 'PLUGIN_FAILED'])
    expect(told(ended).message).to.contain('gm-plugin-acme@1.0.0').and.to.contain('nothing to wrap with')
  })

  it('is destroyed with what it brought, even so', async () => {
    const { code, stderr } = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'], { ACME_TWISTED: 'yes' })
    expect(code, stderr).to.equal(0)
    expect(await world.inventory()).to.deep.equal({})
  })

  const wrong: readonly (readonly [tier: string, code: string, said: RegExp])[] = [
    ['acme-stray', 'PLUGIN_INVALID', /acme-stray-note, which no plugin contributes/],
    ['acme-broken', 'PLUGIN_FAILED', /the plan is upside down/],
    ['acme-doubtful', 'PLUGIN_FAILED', /read failed in plugin gm-plugin-acme@1\.0\.0: the note is blank/],
  ]
  for (const [tier, code, said] of wrong) {
    it(`that is wrong fails in its plugin's name: ${tier}`, async () => {
      const ended = await world.gm(['deploy', 'my-stack', '--tier', tier, ...small, '--json'])
      const error = told(ended)
      expect([ended.code, error.code, error.plugin], ended.stdout).to.deep.equal([4, code, 'gm-plugin-acme@1.0.0'])
      expect(error.message).to.match(said)
      await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
      expect(await world.inventory()).to.deep.equal({})
    })
  }
})
