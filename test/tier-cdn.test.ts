// The tier `cdn`: an instance that is reached through its distribution and in no other way; what somebody changes by
// hand; and an end that takes minutes, which may be interrupted.
import { expect } from 'chai'
import { standsInNetwork } from './support/adopted-network.js'
import { maxSpeed } from '@geuse/sandbox'
import { counts, small, TestAccount } from './support/test-account.js'
import { arrival, until } from './support/until.js'
import { visit } from './support/visit.js'

interface Row {
  readonly type: string
  readonly status: string
  readonly outputs?: Readonly<Record<string, string>>
}

interface Seen {
  readonly ETag: string
  readonly Distribution: { readonly DistributionConfig: Readonly<Record<string, unknown>> }
}

interface Made {
  readonly Distribution: { readonly Id: string; readonly DomainName: string }
}

const tier = ['--tier', 'cdn'] as const

describe('the tier cdn', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  async function outputs(node: string): Promise<Readonly<Record<string, string>>> {
    const nodes = (await world.document('my-stack'))['nodes'] as Record<string, Row>
    return nodes[node]?.outputs ?? {}
  }

  /** Changes the distribution past gm, through the API as somebody with the console does. */
  async function byHand(change: Readonly<Record<string, unknown>>): Promise<void> {
    const { id: Id } = await outputs('distribution')
    const { ETag, Distribution } = await world.callAccount<Seen>('cloudfront', 'get_distribution', { Id })
    const DistributionConfig = { ...Distribution.DistributionConfig, ...change }
    await world.callAccount('cloudfront', 'update_distribution', { Id, IfMatch: ETag, DistributionConfig })
  }

  it('stands behind a distribution whose name is its URL, over HTTPS', async () => {
    const { code, stdout, stderr } = await world.gm(['deploy', 'my-stack', ...tier, ...small])
    expect(code, stderr).to.equal(0)
    const { id, dnsName = '' } = await outputs('distribution')
    const document = await world.document('my-stack')
    expect(document['n8n_url']).to.equal(`https://${dnsName}`)
    expect(document['tier_outputs']).to.include({ cloudfront_id: id, cloudfront_domain: dnsName })
    expect(stdout + stderr)
      .to.contain(`https://${dnsName}`)
      .and.not.to.contain('TLS is off')
    expect(counts(await world.inventory())).to.include({ distribution: 1, 'load-balancer': 1, listener: 1, target: 1 })
  })

  it('is asked for nothing secret by its document', async () => {
    const document = JSON.stringify(await world.document('my-stack'))
    const { path } = await outputs('secrets')
    const asked = { Name: `${path}/edge/origin`, WithDecryption: true }
    const { Parameter } = await world.call<{ Parameter: { Value: string } }>('ssm', 'get_parameter', asked)
    expect(Parameter.Value).to.have.length(40)
    expect(document).not.to.contain(Parameter.Value)
  })

  it('lets nobody around its distribution: not to the load balancer, and not through one of their own', async () => {
    const { dnsName: balancer = '' } = await outputs('load-balancer')
    const { dnsName = '' } = await outputs('distribution')
    expect(await visit(world, `https://${dnsName}/`)).to.equal(200)
    expect(await visit(world, `http://${dnsName}/`)).to.equal(301)
    expect(await visit(world, `http://${balancer}/`).catch(() => 'refused')).to.equal('refused')
    const { id: Id } = await outputs('distribution')
    const { Distribution } = await world.callAccount<Seen>('cloudfront', 'get_distribution', { Id })
    const stolen = JSON.parse(
      JSON.stringify(Distribution.DistributionConfig).replaceAll(/"HeaderValue":"[^"]*"/g, '"HeaderValue":"guessed"'),
    ) as object
    const DistributionConfig = { ...stolen, CallerReference: 'b' }
    const theirs = await world.callAccount<Made>('cloudfront', 'create_distribution_with_tags', {
      DistributionConfigWithTags: { DistributionConfig, Tags: { Items: [] } },
    })
    const url = `https://${theirs.Distribution.DomainName}/`
    expect(await until('another distribution to answer', () => visit(world, url).catch(() => undefined))).to.equal(403)
    await world.call('cloudfront', 'delete_distribution', { Id: theirs.Distribution.Id, IfMatch: 'any' })
  })

  it('is well, as seen through its distribution', async () => {
    const { code, stdout } = await world.gm(['status', 'my-stack', '--json'])
    expect(code, stdout).to.equal(0)
    expect((JSON.parse(stdout) as { healthy: boolean }).healthy).to.equal(true)
  })

  it('is asked nothing but readings by a second deploy', async () => {
    const before = world.account.calls().length
    await world.done(['deploy', 'my-stack'])
    const changing = world.account
      .calls()
      .slice(before)
      .filter(({ mutating, operation }) => mutating && operation !== 'SendCommand')
    expect(changing.map(({ operation }) => operation)).to.deep.equal([])
  })

  it('keeps what somebody has changed by hand, and is switched on again by a deploy', async () => {
    await byHand({ PriceClass: 'PriceClass_100', Enabled: false })
    await world.done(['deploy', 'my-stack', '--yes'])
    const { id: Id } = await outputs('distribution')
    const { Distribution } = await world.callAccount<Seen>('cloudfront', 'get_distribution', { Id })
    expect(Distribution.DistributionConfig).to.include({ PriceClass: 'PriceClass_100', Enabled: true })
  })

  it('is destroyed though somebody changes it meanwhile; what takes minutes may be interrupted, and goes on', async () => {
    world.account.settings({ speed: 20 })
    const { child, ended } = world.start(['destroy', 'my-stack', '--delete-data', '--yes'])
    await arrival(world, 'DeleteLoadBalancer')
    await arrival(world, 'UpdateDistribution', world.account.calls().findIndex(isDestroyed))
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code, stderr).to.equal(130)
    expect(stderr).to.contain('Ctrl-C is safe').and.to.contain('gm destroy my-stack')
    await byHand({ Comment: 'changed meanwhile', Enabled: true })
    world.account.settings({ speed: maxSpeed })
    const again = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(again.code, again.stderr).to.equal(0)
    expect(await world.inventory()).to.deep.equal({})
  })
})

standsInNetwork('cdn', 'distribution')

/** The first call of a destroy that changes something. */
function isDestroyed({ operation }: { readonly operation: string }): boolean {
  return operation === 'DeleteLoadBalancer' || operation === 'TerminateInstances'
}
