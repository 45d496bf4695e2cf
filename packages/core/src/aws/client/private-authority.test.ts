// A company that looks into the traffic of its computers: with its authority given every path to the network works, and
// without it the failure says what to give.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asGmError, type GmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { authority, type CompanyProxy, openCompanyProxy } from '../../testing/company-proxy.js'
import { identify } from '../discovery/discover.js'
import { httpProbe } from '../instance/http-probe.js'
import { createClients } from './clients.js'

const startUrl = 'https://example.awsapps.com/start'
const configuration = `[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = example
[profile role]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = default
[profile single-sign-on]
sso_start_url = ${startUrl}
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = admin
`
const expiry = '2100-01-01T00:00:00Z'
const assumed = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>\
<SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken><Expiration>${expiry}</Expiration>\
</Credentials></AssumeRoleResult></AssumeRoleResponse>`
const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
</GetCallerIdentityResult></GetCallerIdentityResponse>`

function answer({ url, headers }: IncomingMessage, body: string, response: ServerResponse): void {
  if (url?.startsWith('/federation/credentials') === true) {
    const roleCredentials = { accessKeyId: 'ASIASSO', secretAccessKey: 'x', sessionToken: 'x', expiration: 4e12 }
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ roleCredentials }))
  }
  if (headers.host === 'n8n.example.com') return void response.writeHead(200).end()
  response.writeHead(200, { 'content-type': 'text/xml' }).end(body.includes('AssumeRole') ? assumed : identity)
}

describe('a company with an authority of its own', () => {
  let folder: string
  let proxy: CompanyProxy
  const lent = ['HOME', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
  const before_ = lent.map((name) => [name, process.env[name]] as const)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-authority-'))
    const cache = join(folder, '.aws', 'sso', 'cache')
    await mkdir(cache, { recursive: true })
    await writeFile(join(folder, '.aws', 'config'), configuration)
    const token = { accessToken: 'example', expiresAt: expiry }
    await writeFile(join(cache, `${createHash('sha1').update(startUrl).digest('hex')}.json`), JSON.stringify(token))
    for (const name of lent) delete process.env[name]
    process.env['HOME'] = folder
    proxy = await openCompanyProxy(answer)
  })
  after(async () => {
    proxy.close()
    for (const [name, value] of before_) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    await rm(folder, { recursive: true })
  })

  const network = (caBundle?: string) => ({
    proxyEnv: { HTTPS_PROXY: proxy.origin },
    ...(caBundle === undefined ? {} : { caBundle }),
  })
  async function account(profile: string, caBundle?: string): Promise<string> {
    const aws = createClients({ region: 'eu-west-1', profile, ...network(caBundle) })
    try {
      return await identify(aws)
    } finally {
      aws.close()
    }
  }
  function refusal(profile: string): Promise<GmError> {
    return account(profile).then(() => expect.fail('it must throw'), asGmError)
  }

  for (const profile of ['default', 'role', 'single-sign-on']) {
    it(`is trusted once its certificate was given: AWS, as the profile ${profile}`, async () => {
      const seen = proxy.tunnels.length
      expect(await account(profile, authority)).to.equal('123456789012')
      const host = profile === 'single-sign-on' ? 'portal.sso.eu-west-1' : 'sts.eu-west-1'
      expect(proxy.tunnels.slice(seen)).to.include(`${host}.amazonaws.com:443`)
    })

    it(`is named as what is in the way without: AWS, as the profile ${profile}`, async () => {
      const { code, message, hints } = await refusal(profile)
      expect(code, message).to.equal('UNREACHABLE')
      expect(message).to.match(/not trusted here: .*(certificate|issuer)/)
      expect(hints[0]).to.match(/^AWS_CA_BUNDLE=/)
    })
  }

  it('is trusted by the visit to the public URL too', async () => {
    const url = 'https://n8n.example.com/'
    const seen = await httpProbe(url, network(authority), 5000)
    expect(seen).to.include({ kind: 'answered', status: 200, trusted: true })
    const { from = '', to = '' } = seen.kind === 'answered' ? (seen.certificate ?? {}) : {}
    expect(Date.parse(to) - Date.parse(from), 'the time of its certificate').to.be.greaterThan(0)
    expect(await httpProbe(url, network(), 5000)).to.include({ kind: 'answered', status: 200, trusted: false })
  })
})
