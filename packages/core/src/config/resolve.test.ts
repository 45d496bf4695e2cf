// What people say about a deploy, in every place where they can say it, and every mistake with its message.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { isGmError } from '@geuse/plugin-api'
import { defaultSettings } from '../state/settings.js'
import { describesStack, resolveConfig, type ConfigSources, type ResolvedConfig } from './resolve.js'
import { readEnvironment } from './environment.js'
import { needyTier, otherTier, sampleTier } from './sample-tier.test.js'
import { tierOptions } from './tier-options.js'

type Saying = Partial<Omit<ConfigSources, 'environment'>> & { readonly env?: Record<string, string> }

const tiers = { dev: tierOptions(sampleTier), automation: tierOptions(otherTier) }
const services = ['n8n', 'postgres', 'ollama', 'qdrant']
async function resolve({ env = {}, ...rest }: Saying = {}): Promise<ResolvedConfig> {
  return resolveConfig({
    flags: {},
    settings: defaultSettings(),
    tiers,
    services,
    environment: await readEnvironment({ HOME: '/home/me', ...env }),
    ...rest,
  })
}

async function mistakesIn(saying: Saying): Promise<string[]> {
  try {
    await resolve(saying)
  } catch (error) {
    if (isGmError(error)) return error.problems.map(({ message }) => message)
    throw error
  }
  return []
}

function file(content: unknown): Saying {
  return { file: { path: 'gm.yaml', content } }
}

describe('app/config', () => {
  it('has a default for what must be known', async () => {
    expect(await resolve()).to.deep.equal({
      config: {
        tier: 'dev',
        region: 'us-east-1',
        set: {},
        options: { market: 'spot', tls: 'auto' },
        rollback: true,
        rollbackTimeout: 15,
        allowExpensive: false,
      },
      given: [],
    })
  })

  it('goes where the AWS profile goes, before its own default and after what was said', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gm-')), 'config')
    writeFileSync(path, '[default]\nregion = eu-central-1\n[profile work]\nregion=eu-west-3\n')
    const env = { AWS_CONFIG_FILE: path }
    expect((await resolve({ env })).config.region).to.equal('eu-central-1')
    expect((await resolve({ env, flags: { profile: 'work' } })).config.region).to.equal('eu-west-3')
    expect((await resolve({ env: { ...env, AWS_REGION: 'us-west-2' } })).config.region).to.equal('us-west-2')
    const settings = { ...defaultSettings(), default_region: 'ap-south-1' }
    expect((await resolve({ env, settings })).config.region).to.equal('ap-south-1')
  })

  it('takes a flag before a variable before a file before settings before the default', async () => {
    const settings = { ...defaultSettings(), default_region: 'ap-south-1' }
    const said = {
      settings,
      ...file({ region: 'sa-east-1' }),
      env: { GEUSEMAKER_REGION: 'eu-west-1', AWS_REGION: 'us-west-2' },
      flags: { region: 'eu-north-1' },
    }
    expect((await resolve(said)).config.region).to.equal('eu-north-1')
    expect((await resolve({ ...said, flags: {} })).config.region).to.equal('eu-west-1')
    expect((await resolve({ ...said, flags: {}, env: { AWS_REGION: 'us-west-2' } })).config.region).to.equal(
      'us-west-2',
    )
    expect((await resolve({ ...said, flags: {}, env: {} })).config.region).to.equal('sa-east-1')
    expect((await resolve({ settings })).config.region).to.equal('ap-south-1')
  })

  it('knows which keys were given in this call', async () => {
    const { given } = await resolve({
      flags: { tls: 'off', services: 'n8n,postgres' },
      env: { GEUSEMAKER_DOMAIN: 'n8n.example.com', AWS_PROFILE: 'work' },
      ...file({ spot: true }),
    })
    expect([...given].sort()).to.deep.equal(['options.domain', 'options.market', 'options.tls', 'services'])
  })

  it('stands on what a known stack is, which only a given key overrides', async () => {
    const stored = {
      region: 'eu-west-1',
      options: { market: 'on-demand', tls: 'internal' },
      set: { n8n: { image: 'a' } },
      rollback: false,
      profile: 'old',
    } as const
    const said = await resolve({
      stored,
      env: { AWS_REGION: 'us-west-2', AWS_PROFILE: 'work' },
      flags: { set: ['n8n.zone=UTC'] },
    })
    expect(said.config).to.deep.include({
      region: 'eu-west-1',
      options: { market: 'on-demand', tls: 'internal' },
      set: { n8n: { image: 'a', zone: 'UTC' } },
      rollback: true,
      profile: 'work',
    })
    expect(said.given).to.deep.equal(['set'])
    expect((await resolve({ stored, flags: { region: 'us-west-2' } })).config.region).to.equal('us-west-2')
  })

  it('has an option of the tier taken back by nothing, as if it had never been said', async () => {
    const stored = { tier: 'dev', options: { domain: 'n8n.example.com', tls: 'internal' } }
    const { config, given } = await resolve({ stored, flags: { domain: '', tls: '' } })
    expect(config.options).to.deep.equal({ market: 'spot', tls: 'auto' })
    expect(given).to.deep.equal(['options.domain', 'options.tls'])
    const needed = { ...tiers, needy: tierOptions(needyTier) }
    const flags = { tier: 'needy', motto: '' }
    expect(await mistakesIn({ tiers: needed, flags })).to.deep.equal(['--motto is needed by tier needy'])
  })

  it('reads markets from switches, and from settings', async () => {
    expect((await resolve({ flags: { spot: true } })).config.options['market']).to.equal('spot-only')
    expect((await resolve({ flags: { 'on-demand': true } })).config.options['market']).to.equal('on-demand')
    expect((await resolve({ env: { GEUSEMAKER_ON_DEMAND: 'yes' } })).config.options['market']).to.equal('on-demand')
    expect(
      (await resolve({ settings: { ...defaultSettings(), prefer_spot: false } })).config.options['market'],
    ).to.equal('on-demand')
  })

  it('reads --set pairs, nested in a file and merged over places', async () => {
    const said = {
      ...file({ set: { n8n: { 'owner-email': 'a@b.co', port: 1 }, 'ollama.models': 'x' } }),
      flags: { set: ['n8n.port=2=3', 'postgres.a.b='] },
    }
    expect((await resolve(said)).config.set).to.deep.equal({
      n8n: { 'owner-email': 'a@b.co', port: '2=3' },
      ollama: { models: 'x' },
      postgres: { 'a.b': '' },
    })
  })

  it('reads lists, numbers and switches as files, flags and variables write them', async () => {
    expect(
      (
        await resolve(
          file({ services: ['n8n', 'postgres'], 'rollback-timeout': 20, rollback: true, 'allow-expensive': true }),
        )
      ).config,
    ).to.deep.include({ services: ['n8n', 'postgres'], rollbackTimeout: 20, allowExpensive: true })
    expect(
      (
        await resolve({
          env: {
            GEUSEMAKER_SERVICES: 'n8n, postgres,n8n',
            GEUSEMAKER_ROLLBACK_TIMEOUT: '20',
            GEUSEMAKER_ROLLBACK: 'true',
          },
        })
      ).config,
    ).to.deep.include({ services: ['n8n', 'postgres'], rollbackTimeout: 20 })
    expect((await resolve({ flags: { services: ['n8n', 'postgres'] } })).config.services).to.deep.equal([
      'n8n',
      'postgres',
    ])
  })

  const mistakes: readonly (readonly [said: Saying, message: string])[] = [
    [{ flags: { tls: 'on' } }, '--tls: must be one of auto, internal, off'],
    [{ flags: { region: 'eu_west_1' } }, '--region: must be a region, like eu-west-1'],
    [{ env: { AWS_REGION: 'mars' } }, 'AWS_REGION: must be a region, like eu-west-1'],
    [{ flags: { tier: 'prod' } }, '--tier: prod is not a tier that is installed (dev, automation)'],
    [
      { settings: { ...defaultSettings(), default_tier: 'dve' } },
      'settings.json: default_tier: dve is not a tier that is installed - did you mean dev?',
    ],
    [
      { flags: { services: 'n8n,olama' } },
      '--services: olama is not a service that is installed - did you mean ollama?',
    ],
    [{ flags: { services: ',' } }, '--services: must be ids of services, separated by commas'],
    [{ flags: { primary: 'x' } }, '--primary: x is not a service that is installed (n8n, postgres, ollama, qdrant)'],
    [{ flags: { set: ['n8n.port'] } }, '--set n8n.port: must be <service>.<key>=<value>'],
    [{ flags: { set: ['n9n.port=1'] } }, '--set: n9n is not a service that is installed - did you mean n8n?'],
    [{ flags: { spot: true, 'on-demand': true } }, '--spot and --on-demand exclude each other'],
    [file({ spot: false }), 'gm.yaml: spot: must be true; leave it out otherwise'],
    [{ flags: { 'rollback-timeout': '4' } }, '--rollback-timeout: must be a whole number of minutes from 5 to 60'],
    [{ flags: { 'rollback-timeout': '5.5' } }, '--rollback-timeout: must be a whole number of minutes from 5 to 60'],
    [
      { env: { GEUSEMAKER_ROLLBACK_TIMEOUT: '61' } },
      'GEUSEMAKER_ROLLBACK_TIMEOUT: must be a whole number of minutes from 5 to 60',
    ],
    [
      { flags: { rollback: false, 'rollback-timeout': '10' } },
      '--rollback-timeout has no effect: --rollback turns rollback off',
    ],
    [{ flags: { tier: 'automation', tls: 'auto' } }, '--tls: tier automation takes no such option'],
    [{ flags: { tier: 'automation', spot: true } }, '--spot: tier automation takes no such option'],
    [{ flags: { tier: 'automation', vpc: 'vpc-0123456789abcdef0' } }, '--vpc: tier automation takes no such option'],
    [{ flags: { 'instance-type': 'large' } }, '--instance-type: must be an instance type, like t3.large'],
    [{ flags: { vpc: 'default' } }, '--vpc: must be the id of a VPC, like vpc-0123456789abcdef0'],
    [{ flags: { subnet: 'subnet-0123456789abcdef0' } }, '--subnet: needs the VPC that it belongs to (--vpc)'],
    [{ flags: { domain: 'Example' } }, '--domain: must be a domain name in lower case, like n8n.example.com'],
    [
      { flags: { domain: 'https://n8n.example.com' } },
      '--domain: must be a domain name in lower case, like n8n.example.com',
    ],
    [file({ instanceType: 't3.large' }), 'gm.yaml: instanceType is not an option - did you mean instance-type?'],
    [file({ banana: 1 }), 'gm.yaml: banana is not an option'],
    [file({ rollback: 'perhaps' }), 'gm.yaml: rollback: must be true or false'],
    [file(['tier']), 'gm.yaml: must hold options by name, like tier: dev'],
    [file('tier'), 'gm.yaml: must hold options by name, like tier: dev'],
  ]
  for (const [said, message] of mistakes)
    it(message, async () => expect(await mistakesIn(said)).to.deep.equal([message]))

  it('reports every mistake at once', async () => {
    expect(
      await mistakesIn({ flags: { tls: 'on', vpc: 'x' }, env: { GEUSEMAKER_DOMAIN: 'x' }, ...file({ banana: 1 }) }),
    ).to.have.length(4)
  })

  it('does not follow a mistake with another that is only its echo', async () => {
    expect(await mistakesIn({ flags: { vpc: 'x', subnet: 'subnet-0123456789abcdef0' } })).to.have.length(1)
  })

  it('never shows a value that was set: it may be a secret', async () => {
    expect((await mistakesIn({ flags: { set: ['N8N.key=hunter22'] } })).join()).to.not.contain('hunter22')
  })

  it('takes an empty file for nothing said', async () => {
    expect((await resolve(file(null))).given).to.deep.equal([])
  })

  it('cannot be changed', async () => {
    const said = await resolve({ flags: { set: ['n8n.a=b'] } })
    expect(
      Object.isFrozen(said.config) && Object.isFrozen(said.given) && Object.isFrozen(said.config.set['n8n']),
    ).to.equal(true)
  })

  it('tells what a stack is from how a run goes', async () => {
    expect(
      (['tier', 'options', 'set', 'profile', 'rollback', 'allowExpensive'] as const).map(describesStack),
    ).to.deep.equal([true, true, true, false, false, false])
  })
})
