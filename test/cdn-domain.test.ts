// A stack of the tier `cdn` under the person's own domain name, in a region that is not that of its certificate; and
// certificates that are not issued: each says why, and how to go on.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { counts, small, TestAccount } from './support/test-account.js'
import { until } from './support/until.js'

const domain = 'n8n.example.com'
const region = 'eu-west-1'

interface Zone {
  readonly HostedZone: { readonly Id: string }
}

interface Described {
  readonly Certificate: { readonly Status: string }
}

describe("a distribution under a domain of one's own", function () {
  this.timeout(240_000)
  let world: TestAccount
  let zone: string
  let patienceMs: number
  before(async () => {
    world = await TestAccount.open()
    patienceMs = world.account.settings().patienceMs
    zone = await makeZone({})
  })
  after(() => world.close())

  async function makeZone(more: object): Promise<string> {
    const asked = { Name: 'example.com', CallerReference: JSON.stringify(more), ...more }
    const made = await world.call<Zone>('route53', 'create_hosted_zone', asked)
    return made.HostedZone.Id.replace('/hostedzone/', '')
  }

  function deploy(...args: readonly string[]) {
    return world.gm(['deploy', 'my-stack', '--tier', 'cdn', '--region', region, ...small, ...args])
  }

  function record(Action: string, Type: string, Value: string) {
    const ResourceRecordSet = { Name: domain, Type, TTL: 60, ResourceRecords: [{ Value }] }
    const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] }
    return world.call('route53', 'change_resource_record_sets', { HostedZoneId: zone, ChangeBatch })
  }

  const caa = (action: string) => record(action, 'CAA', '0 issue "letsencrypt.org"')
  const delegation = (action: string) => record(action, 'NS', 'ns.example.net.')

  /** Until ACM has given a certificate up: on the account's clock 72 hours, for which nobody is waited here. */
  async function timedOut(CertificateArn: string): Promise<void> {
    world.account.settings({ patienceMs: 0 })
    await until('ACM to give the certificate up', async () => {
      const asked = await world.callAccount<Described>('acm', 'describe_certificate', { CertificateArn })
      return asked.Certificate.Status === 'VALIDATION_TIMED_OUT' ? true : undefined
    })
    world.account.settings({ patienceMs })
  }

  async function certificates(): Promise<readonly { readonly CertificateArn: string }[]> {
    const asked = await world.call<{ CertificateSummaryList: { CertificateArn: string }[] }>('acm', 'list_certificates')
    return asked.CertificateSummaryList
  }

  it("is refused with a certificate of the stack's own region", async () => {
    const arn = `arn:aws:acm:${region}:123456789012:certificate/00000000-0000-4000-8000-000000000000`
    const ended = await deploy('--domain', domain, '--certificate-arn', arn, '--json')
    expect(words(failureOf(ended))).to.contain(`The certificate is in ${region}; this tier needs one in us-east-1`)
    expect(await world.inventory(region)).to.deep.equal({})
  })

  it('is refused in a zone that nobody outside sees', async () => {
    const { Vpcs } = await world.call<{ Vpcs: { VpcId: string }[] }>('ec2', 'describe_vpcs')
    const VPC = { VPCRegion: 'us-east-1', VPCId: Vpcs[0]?.VpcId }
    const hidden = await makeZone({ VPC, HostedZoneConfig: { PrivateZone: true } })
    const ended = await deploy('--domain', domain, '--hosted-zone', hidden, '--json')
    expect(words(failureOf(ended))).to.contain('is private: nobody outside would find n8n.example.com')
    await world.call('route53', 'delete_hosted_zone', { Id: hidden })
  })

  it('is refused with a certificate that ACM has given up, which is left as it is', async () => {
    const asked = { DomainName: domain, ValidationMethod: 'DNS' }
    const { CertificateArn } = await world.callAccount<{ CertificateArn: string }>('acm', 'request_certificate', asked)
    await timedOut(CertificateArn)
    const ended = await deploy('--domain', domain, '--certificate-arn', CertificateArn, '--json')
    expect(failureOf(ended).code, ended.stdout).to.equal('CONFIG_INVALID')
    expect(words(failureOf(ended)))
      .to.contain('The certificate is VALIDATION_TIMED_OUT, not ISSUED')
      .and.to.contain('leave --certificate-arn out and name the hosted zone')
    expect(await certificates()).to.have.length(1)
    await world.callAccount('acm', 'delete_certificate', { CertificateArn })
  })

  it('says why its certificate is refused', async () => {
    await caa('CREATE')
    const ended = await deploy('--domain', domain, '--hosted-zone', zone, '--no-rollback', '--json')
    expect([ended.code, failureOf(ended).code], ended.stdout).to.deep.equal([3, 'CLOUD_REFUSED'])
    expect(words(failureOf(ended)))
      .to.contain(`The certificate of ${domain} is FAILED, CAA_ERROR`)
      .and.to.contain(`dig CAA ${domain}`)
      .and.to.contain('gm deploy my-stack   # asks for another')
    await caa('DELETE')
  })

  it('asks for another then, and says that too where ACM sees no record within 72 hours', async () => {
    const [former] = await certificates()
    await delegation('CREATE')
    const ended = await deploy('--domain', domain, '--hosted-zone', zone, '--no-rollback', '--json')
    expect([ended.code, failureOf(ended).code], ended.stdout).to.deep.equal([3, 'CLOUD_REFUSED'])
    expect(words(failureOf(ended)))
      .to.contain(`The certificate of ${domain} is VALIDATION_TIMED_OUT: ACM did not see its record within 72 hours`)
      .and.to.contain(`dig NS ${domain}`)
      .and.to.contain('gm deploy my-stack   # asks for another')
    const now = await certificates()
    expect(now).to.have.length(1)
    expect(now).not.to.deep.equal([former])
    await delegation('DELETE')
  })

  it('asks for another in place of that one too, as the plan says', async () => {
    const { stdout } = await world.gm(['plan', 'my-stack', '--domain', domain, '--hosted-zone', zone])
    expect(stdout, stdout).to.match(/Mends +certificate: status VALIDATION_TIMED_OUT → ISSUED/)
  })

  it('is the URL, with a certificate of us-east-1 and records that gm has made', async () => {
    const { code, stderr } = await deploy('--domain', domain, '--hosted-zone', zone)
    expect(code, stderr).to.equal(0)
    expect((await world.document('my-stack'))['n8n_url']).to.equal(`https://${domain}`)
    expect((await certificates())[0]?.CertificateArn).to.contain(':us-east-1:')
    expect(counts(await world.inventory(region))).to.include({
      certificate: 1,
      distribution: 1,
      listener: 1,
      record: 2,
    })
    const visits = world.account.calls().filter(({ service }) => service === 'web')
    expect(visits.at(-1)).to.deep.include({ params: { url: `https://${domain}/` }, status: 200 })
  })

  it('belongs to one stack: another one is told that the name is taken', async () => {
    const [own] = await certificates()
    const asked = ['--domain', domain, '--certificate-arn', own?.CertificateArn ?? '']
    const other = ['deploy', 'other-stack', '--tier', 'cdn', '--region', region, ...small]
    const ended = await world.gm([...other, ...asked, '--json'])
    expect(failureOf(ended).code, ended.stdout).to.equal('CONFLICT')
    const cleared = await world.gm(['destroy', 'other-stack', '--delete-data', '--yes'])
    expect(cleared.code, cleared.stderr).to.equal(0)
  })

  it('goes with the stack', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await world.inventory(region)).to.deep.equal({})
  })
})
