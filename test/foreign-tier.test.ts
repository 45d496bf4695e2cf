// A tier of somebody else, in plain JavaScript: built of built-in resources and blocks and a resource of its own, which
// goes with the stack; and tiers that are wrong, each refused or failed in its plugin's name.
import { expect } from 'chai'
import { failureOf } from './support/cli-sandbox.js'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { offline, packPlugin, tiers } from './support/foreign-plugin.js'
import { small, TestAccount } from './support/test-account.js'

interface Row {
  readonly type: string
  readonly plugin: string
  readonly deps: readonly string[]
}

describe('a tier of somebody else', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    const file = await packPlugin(world, 'gm-plugin-acme', '1.0.0', tiers)
    await world.done(['plugins', 'install', `file:${file}`], offline(world))
  })
  after(() => world.close())

  it('stands with what it brings, and what is behind its check stands on it', async () => {
    await world.done(['deploy', 'my-stack', '--tier', 'acme', ...small])
    const { tier, nodes } = (await world.document('my-stack')) as unknown as {
      tier: string
      nodes: Record<string, Row>
    }
    expect(tier).to.equal('acme')
    expect(nodes['note']).to.include({ type: 'acme-note', plugin: 'gm-plugin-acme@1.0.0' })
    expect(nodes['instance-profile']?.deps).to.have.members(['file-system', 'note'])
    expect((await world.inventory())['parameter']?.map(({ id }) => id)).to.include('/acme/my-stack/note')
  })

  it('has its fields told, and its options compared', async () => {
    const { document } = JSON.parse((await world.gm(['status', 'my-stack', '--json'])).stdout) as {
      document: Record<string, unknown>
    }
    expect(document['tier_outputs']).to.deep.equal({ note_path: '/acme/my-stack' })
    expect(document['n8n_url']).to.match(/^https:/)
    const other = await world.gm(['deploy', 'my-stack', '--motto', 'bye', '--json'])
    expect(failureOf(other)).to.include({ code: 'STACK_DIFFERS' })
    expect(failureOf(other).message).to.contain('motto is hello, not bye')
  })

  it('takes no option that it does not name, on the command line or in a file made for another tier', async () => {
    const file = join(world.home, 'dev.yaml')
    await writeFile(file, 'tls: internal\nvpc: vpc-0123456789abcdef0\nregion: us-east-1\n')
    const asked = ['deploy', 'other-stack', '--tier', 'acme', '--domain', 'n8n.example.com', '--config', file]
    const ended = await world.gm([...asked, ...small, '--json'])
    expect(ended.code).to.equal(2)
    const { problems = [] } = failureOf(ended) as { readonly problems?: readonly { readonly message: string }[] }
    expect(problems.map(({ message }) => message.replace(file, 'dev.yaml'))).to.have.members([
      '--domain: tier acme takes no such option',
      'dev.yaml: tls: tier acme takes no such option',
      'dev.yaml: vpc: tier acme takes no such option',
    ])
  })

  it("that cannot wrap its runs any more fails a deploy in its plugin's name", async () => {
    const ended = await world.gm(['deploy', 'my-stack', '--json'], { ACME_TWISTED: 'yes' })
    expect([ended.code, failureOf(ended).code]).to.deep.equal([4, 'PLUGIN_FAILED'])
    expect(failureOf(ended).message).to.contain('gm-plugin-acme@1.0.0').and.to.contain('nothing to wrap with')
  })

  it('is destroyed with what it brought, even so', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'], { ACME_TWISTED: 'yes' })
    expect(await world.inventory()).to.deep.equal({})
  })

  const wrong: readonly (readonly [tier: string, code: string, said: RegExp, ...options: string[]])[] = [
    ['acme-stray', 'PLUGIN_INVALID', /acme-stray-note, which no plugin contributes/],
    ['acme-greedy', 'PLUGIN_INVALID', /tiers\.acme-greedy\.needs: instance: unknown key 'colour'/, '--gpu'],
    ['acme-broken', 'PLUGIN_FAILED', /the plan is upside down/],
    ['acme-doubtful', 'PLUGIN_FAILED', /read failed in plugin gm-plugin-acme@1\.0\.0: the note is blank/],
  ]
  for (const [tier, code, said, ...options] of wrong) {
    it(`that is wrong fails in its plugin's name: ${tier}`, async () => {
      const ended = await world.gm(['deploy', 'my-stack', '--tier', tier, ...options, ...small, '--json'])
      const error = failureOf(ended)
      expect([ended.code, error.code, error.plugin], ended.stdout).to.deep.equal([4, code, 'gm-plugin-acme@1.0.0'])
      expect(error.message).to.match(said)
      await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
      expect(await world.inventory()).to.deep.equal({})
    })
  }
})

describe('a tier of somebody else, in TypeScript', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    const built = await readFile(new URL('./support/foreign-tier.js', import.meta.url), 'utf8')
    const file = await packPlugin(world, 'gm-tier-beacon', '2.0.0', `${built}\nexport default contribute\n`)
    await world.done(['plugins', 'install', `file:${file}`], offline(world))
  })
  after(() => world.close())

  it('has its options in the help of deploy and in the list of tiers', async () => {
    const help = await world.gm(['deploy', '--help'])
    expect(help.stdout).to.contain('--greeting=VALUE').and.to.contain('what the beacon says; hello without it')
    expect(help.stdout).to.contain('TIER BEACON').and.to.contain('--loud').and.to.contain('TIER DEV')
    expect((await world.gm(['tiers'])).stdout).to.contain('--greeting')
  })

  it('is refused what its own schema refuses, by the place where it was said', async () => {
    const asked = ['deploy', 'my-stack', '--tier', 'beacon', '--loud', ...small, '--json']
    const ended = await world.gm(asked, { GEUSEMAKER_GREETING: 'x'.repeat(41) })
    expect(JSON.stringify(failureOf(ended))).to.contain('GEUSEMAKER_GREETING: must be 40 letters at most')
  })

  it('deploys with its option, its image, its resource, its URL and its phase', async () => {
    const asked = ['deploy', 'my-stack', '--tier', 'beacon', '--greeting', 'ahoy', '--loud', ...small, '--json']
    const ended = await world.gm(asked)
    expect(ended.code, ended.stderr).to.equal(0)
    const { outcome, document } = JSON.parse(ended.stdout) as {
      readonly outcome: object
      readonly document: Readonly<Record<string, unknown>>
    }
    expect(outcome).to.include({ beacon: 'lit' })
    const { beacon_path: path } = document['tier_outputs'] as Readonly<Record<string, string>>
    expect(path).to.match(/^\/beacon\/my-stack-[0-9a-f]{8}$/)
    expect(document['n8n_url']).to.equal(`https://${String(document['public_ip'])}`)
    expect(document['config']).to.deep.include({ options: { greeting: 'ahoy', mode: 'loud' } })
    const usual = await world.gm(['deploy', 'other-stack', ...small, '--json'])
    const other = (
      JSON.parse(usual.stdout) as { readonly document: { readonly facts: { readonly image: { readonly id: string } } } }
    ).document
    expect((document['facts'] as typeof other.facts).image.id).not.to.equal(other.facts.image.id)
  })

  it('leaves its options alone in a second deploy, and refuses others', async () => {
    const again = await world.gm(['deploy', 'my-stack', '--json'])
    expect(again.code, again.stderr).to.equal(0)
    const ended = await world.gm(['deploy', 'my-stack', '--greeting', 'bye', '--json'])
    expect(failureOf(ended).message).to.contain('greeting is ahoy, not bye')
  })

  it('is missed when a destroy leaves what it brought, though nothing is recorded of it', async () => {
    const path = join(world.home, 'deployments', 'my-stack.json')
    const whole = await readFile(path, 'utf8')
    const { beacon: _lit, ...nodes } = (JSON.parse(whole) as { readonly nodes: Record<string, unknown> }).nodes
    await writeFile(path, JSON.stringify({ ...(JSON.parse(whole) as object), nodes }))
    const ended = await world.gm(['destroy', 'my-stack', '--yes', '--json'])
    expect([ended.code, failureOf(ended).code], ended.stdout).to.deep.equal([3, 'LEFTOVERS'])
    expect(failureOf(ended).message).to.match(/^still there: beacon \/beacon\/my-stack-[0-9a-f]{8}$/)
    await writeFile(path, whole)
  })

  it('is destroyed with what it brought', async () => {
    for (const name of ['my-stack', 'other-stack']) {
      await world.done(['destroy', name, '--delete-data', '--yes'])
    }
    expect(await world.inventory()).to.deep.equal({})
  })
})
