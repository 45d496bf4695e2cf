// A stack of the tier `automation` under the person's own domain name: certificate, records and listeners come beside
// the boot; what of theirs is not good for it is refused before anything is made; what was there is not overwritten.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { counts, small, TestAccount } from './support/test-account.js'

const domain = 'n8n.example.com'

interface Zone {
  readonly HostedZone: { readonly Id: string }
}

describe("a domain of one's own", function () {
  this.timeout(240_000)
  let world: TestAccount
  let zone: string
  before(async () => {
    world = await TestAccount.open()
    const made = await world.call<Zone>('route53', 'create_hosted_zone', { Name: 'example.com', CallerReference: 'a' })
    zone = made.HostedZone.Id.replace('/hostedzone/', '')
  })
  after(() => world.close())

  function deploy(...args: readonly string[]) {
    return world.gm(['deploy', 'my-stack', '--tier', 'automation', ...small, ...args])
  }

  function record(Action: string, Name: string) {
    const ResourceRecordSet = { Name, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] }
    const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] }
    return world.call('route53', 'change_resource_record_sets', { HostedZoneId: zone, ChangeBatch })
  }

  it('that leads elsewhere already is not overwritten', async () => {
    await record('CREATE', domain)
    const ended = await deploy('--domain', domain, '--hosted-zone', zone, '--json')
    expect([ended.code, failureOf(ended).code]).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(words(failureOf(ended))).to.contain('leads elsewhere already (A 192.0.2.1)')
    await record('DELETE', domain)
  })

  const wrong: readonly (readonly [what: string, said: RegExp, ...args: string[]])[] = [
    [
      'a zone that it is not in',
      /is that of example\.com, which n8n\.example\.org is not in/,
      'n8n.example.org',
      'ours',
    ],
    ['a zone that is not there', /There is no hosted zone Z00000000AAAA in this account/, domain, 'Z00000000AAAA'],
  ]
  for (const [what, said, name = '', id = ''] of wrong) {
    it(`is refused with ${what}`, async () => {
      const ended = await deploy('--domain', name, '--hosted-zone', id === 'ours' ? zone : id, '--json')
      expect(words(failureOf(ended))).to.match(said)
      expect(await world.inventory()).to.deep.equal({})
    })
  }

  it('is refused with a certificate of another region, or one that is not there', async () => {
    const arn = (region: string) =>
      `arn:aws:acm:${region}:123456789012:certificate/00000000-0000-4000-8000-000000000000`
    const abroad = await deploy('--domain', domain, '--certificate-arn', arn('eu-west-1'), '--json')
    expect(words(failureOf(abroad))).to.contain('The certificate is in eu-west-1; this tier needs one in us-east-1')
    const absent = await deploy('--domain', domain, '--certificate-arn', arn('us-east-1'), '--json')
    expect(words(failureOf(absent))).to.contain('There is no certificate')
    const alone = await deploy('--domain', domain, '--json')
    expect(words(failureOf(alone))).to.contain('--domain: needs its hosted zone (--hosted-zone)')
  })

  it('is the URL, over HTTPS, with a certificate and records that gm has made', async () => {
    const { code, stderr } = await deploy('--domain', domain, '--hosted-zone', zone)
    expect(code, stderr).to.equal(0)
    expect((await world.document('my-stack'))['n8n_url']).to.equal(`https://${domain}`)
    expect(counts(await world.inventory())).to.include({ certificate: 1, listener: 2, record: 2 })
    const visits = world.account.calls().filter(({ service }) => service === 'web')
    expect(visits.at(-1)?.params['url']).to.equal(`https://${domain}/`)
  })

  it('waits for its certificate beside the boot: nothing that the instance stands on stands on that', async () => {
    const nodes = (await world.document('my-stack'))['nodes'] as Record<string, { readonly deps: readonly string[] }>
    const under = (id: string): string[] => [id, ...(nodes[id]?.deps ?? []).flatMap(under)]
    expect(under('listener-https')).to.include('certificate')
    expect(under('instance')).not.to.include('certificate')
  })

  it('goes with the stack', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await world.inventory()).to.deep.equal({})
  })
})
