// The tier `cdn`: an instance that is reached through its distribution and in no other way; what somebody changes by
// hand; and an end that takes minutes, which may be interrupted.
import { expect } from 'chai'
import { standsInNetwork } from './support/adopted-network.js'
import { maxSpeed } from '@geuse/sandbox'
import { failureOf, words } from './support/cli-sandbox.js'
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
/** Managed cache policy CachingOptimized, by which pages of one person would be shown to another. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6'

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

  async function config(): Promise<Readonly<Record<string, unknown>>> {
    const { id: Id } = await outputs('distribution')
    const { Distribution } = await world.callAccount<Seen>('cloudfront', 'get_distribution', { Id })
    return Distribution.DistributionConfig
  }

  function changesSince(count: number): readonly string[] {
    const since = world.account.calls().slice(count)
    return since
      .filter(({ mutating, operation }) => mutating && operation !== 'SendCommand')
      .map(({ operation }) => operation)
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
    expect(changesSince(before)).to.deep.equal([])
  })

  it('is put back by a deploy where the stack stands on it, as the plan says; the rest stays as somebody wanted it', async () => {
    const behavior = (await config())['DefaultCacheBehavior'] as object
    await byHand({
      PriceClass: 'PriceClass_100',
      Enabled: false,
      DefaultCacheBehavior: { ...behavior, CachePolicyId: cachingOptimized, Compress: true },
    })
    const { code, stdout } = await world.gm(['plan', 'my-stack'])
    expect(code, stdout).to.equal(10)
    expect(stdout, stdout).to.match(/Mends +distribution: enabled false → true.*CachePolicyId/s)
    const before = world.account.calls().length
    await world.done(['deploy', 'my-stack', '--yes'])
    expect(changesSince(before)).to.deep.equal(['UpdateDistribution'])
    const { PriceClass, Enabled, DefaultCacheBehavior } = await config()
    expect({ PriceClass, Enabled }).to.deep.equal({ PriceClass: 'PriceClass_100', Enabled: true })
    expect(DefaultCacheBehavior).to.deep.include({ ...behavior, Compress: true })
  })

  it('takes a domain of one’s own in place: the same distribution, under its name too', async () => {
    const asked = { Name: 'example.com', CallerReference: 'a' }
    const { HostedZone } = await world.call<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', asked)
    const zone = HostedZone.Id.replace('/hostedzone/', '')
    const { id, dnsName } = await outputs('distribution')
    const before = world.account.calls().length
    await world.done(['update', 'my-stack', '--domain', 'n8n.example.com', '--hosted-zone', zone, '--yes'])
    expect(changesSince(before).filter((operation) => operation.includes('Distribution'))).to.deep.equal([
      'UpdateDistribution',
    ])
    expect(await outputs('distribution')).to.include({ id, dnsName })
    expect((await config())['Aliases']).to.deep.include({ Items: ['n8n.example.com'] })
    expect((await world.document('my-stack'))['n8n_url']).to.equal('https://n8n.example.com')
  })

  it('gives it back in place: the same distribution, without its name, certificate and record', async () => {
    const { id, dnsName } = await outputs('distribution')
    const half = await world.gm(['update', 'my-stack', '--domain', '', '--yes', '--json'])
    expect([half.code, failureOf(half).code], half.stdout).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(words(failureOf(half))).to.contain("--hosted-zone '' takes that back")
    const asked = ['update', 'my-stack', '--domain', '', '--hosted-zone', '']
    const before = world.account.calls().length
    expect(await world.done([...asked, '--yes'])).to.match(/domain n8n\.example\.com . none/)
    expect(changesSince(before).filter((operation) => operation.includes('Distribution'))).to.deep.equal([
      'UpdateDistribution',
    ])
    expect(await outputs('distribution')).to.include({ id, dnsName })
    const { Aliases, ViewerCertificate } = await config()
    expect(Aliases).to.deep.include({ Quantity: 0 })
    expect(ViewerCertificate).to.include({ CloudFrontDefaultCertificate: true })
    expect(counts(await world.inventory())).not.to.have.any.keys('certificate', 'record')
    expect((await world.document('my-stack'))['n8n_url']).to.equal(`https://${dnsName}`)
    const { code, stdout } = await world.gm(['plan', 'my-stack'])
    expect(code, stdout).to.equal(0)
  })

  it('is destroyed though somebody changes it meanwhile; what takes minutes may be interrupted, and goes on', async () => {
    world.account.settings({ speed: 20 })
    const before = world.account.calls().length
    const { child, ended } = world.start(['destroy', 'my-stack', '--delete-data', '--yes'])
    await arrival(world, 'DeleteLoadBalancer', before)
    await arrival(world, 'UpdateDistribution', before)
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
