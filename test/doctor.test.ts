// `gm doctor` as a person types it: before a first deploy in accounts that lack something, and for stacks that stand.
import { expect } from 'chai'
import { failureOf } from './support/cli-sandbox.js'
import { offline, packPlugin } from './support/foreign-plugin.js'
import { small, TestAccount } from './support/test-account.js'

interface Check {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly found: string
  readonly mends: readonly string[]
  readonly quotas?: readonly { readonly code: string; readonly value: number; readonly needed: number }[]
}

interface Told {
  readonly ok: boolean
  readonly code: number | null
  readonly checks: ReadonlyMap<string, Check>
}

/** A plugin that looks at something of its own. */
const looking = `export default () => ({ api: '1.0', checks: [{
  id: 'dns-of-acme', title: 'DNS of acme',
  run: async ({ facts }) => [{ message: 'no zone in ' + facts.region, hints: ['acme make-zone'] }],
}] })`

describe('gm doctor', function () {
  this.timeout(120_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const asked = async (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Told> => {
    const { code, stdout } = await world.gm(['doctor', ...args, '--json'], env)
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] }
    return { ok, code, checks: new Map(checks.map((check) => [check.id, check])) }
  }
  const of = ({ checks }: Told, state: string): string[] =>
    [...checks.values()].filter((check) => check.state === state).map(({ id }) => id)

  it('finds a new account fit, says what is to know of it, and changes nothing', async () => {
    const told = await asked()
    expect([told.ok, told.code, of(told, 'warning'), of(told, 'failed')]).to.deep.equal([true, 0, ['spot-role'], []])
    expect([...told.checks.keys()]).to.include.members([
      ...['credentials', 'region', 'clock', 'quota.vcpu.spot', 'quota.vcpu.on-demand', 'quota.vpcs', 'quota.addresses'],
      ...['instance-types', 'network', 'image', 'place', 'names', 'user-data'],
    ])
    expect(told.checks.get('credentials')?.found).to.contain('123456789012')
    expect(told.checks.get('quota.vpcs')?.quotas).to.deep.include.members([
      {
        service: 'vpc',
        code: 'L-F678F1CE',
        name: 'VPCs per Region',
        unit: 'VPCs',
        value: 5,
        used: 1,
        needed: 1,
        page: 'https://us-east-1.console.aws.amazon.com/servicequotas/home/services/vpc/quotas/L-F678F1CE',
      },
    ])
    expect(world.account.calls().filter(({ mutating }) => mutating)).to.deep.equal([])
  })

  it('names quota, value, value needed and what raises it', async () => {
    world.account.settings({ quotas: { 'L-0263D0A3': 0, 'L-34B43A08': 1 } })
    const told = await asked()
    // A spot instance would be bought on demand instead.
    expect([told.code, of(told, 'failed')]).to.deep.equal([3, ['quota.addresses']])
    expect(told.checks.get('quota.vcpu.spot')).to.include({ state: 'warning' })
    expect(told.checks.get('quota.addresses')).to.deep.include({
      found: '0 addresses allowed, 0 in use, 1 needed (EC2-VPC Elastic IPs)',
    })
    expect(told.checks.get('quota.addresses')?.mends[0]).to.contain('--quota-code L-0263D0A3 --desired-value 1')
    const onlySpot = await asked(['--spot'])
    expect(of(onlySpot, 'failed')).to.include('quota.vcpu.spot')
    world.account.settings({ quotas: {} })
  })

  it('is not stopped by what somebody may not ask', async () => {
    const denied = { service: 'servicequotas', effect: 'error', code: 'AccessDeniedException', status: 400 } as const
    world.account.faults.add({ ...denied, message: 'is not authorized to perform: servicequotas:GetServiceQuota' })
    const told = await asked()
    world.account.faults.remove()
    expect([told.code, of(told, 'unknown').length]).to.deep.equal([0, 4])
    expect(told.checks.get('quota.vpcs')?.found).to.contain('not authorized to perform')
  })

  it('says once that AWS cannot be asked', async () => {
    const told = await asked([], { AWS_ACCESS_KEY_ID: 'EXPIRED' })
    expect([told.code, of(told, 'failed')]).to.deep.equal([3, ['credentials']])
    expect(told.checks.get('credentials')?.mends).to.include('aws sso login')
    expect(of(told, 'ok')).to.deep.equal(['names', 'user-data'])
    world.account.settings({ closedRegions: ['ap-south-2'] })
    const closed = await asked(['--region', 'xx-south-9'])
    expect(of(closed, 'failed')).to.deep.equal(['region'])
  })

  it('looks at a network that is to be adopted', async () => {
    const { Vpc } = await world.call<{ Vpc: { VpcId: string } }>('ec2', 'create_vpc', { CidrBlock: '10.9.0.0/16' })
    const told = await asked(['--vpc', Vpc.VpcId])
    expect(told.checks.get('network')).to.include({ state: 'failed' })
    expect(told.checks.get('network')?.found).to.contain('does not resolve names')
    expect(told.checks.get('network')?.mends[0]).to.contain('modify-vpc-attribute')
    expect(told.checks.get('place')).to.include({ state: 'skipped' })
  })

  it('asks the checks of plugins', async () => {
    const file = await packPlugin(world, 'gm-plugin-acme', '1.0.0', looking)
    await world.done(['plugins', 'install', `file:${file}`], offline(world))
    const told = await asked()
    expect(told.checks.get('plugin.dns-of-acme')).to.deep.include({
      title: 'DNS of acme',
      state: 'failed',
      found: 'no zone in us-east-1',
      mends: ['acme make-zone'],
    })
    await world.done(['plugins', 'uninstall', 'gm-plugin-acme', '--yes'], offline(world))
  })

  it('tells mistakes as every command does', async () => {
    const ended = await world.gm(['doctor', '--tier', 'nix', '--json'])
    expect([ended.code, failureOf(ended).code]).to.deep.equal([2, 'CONFIG_INVALID'])
  })

  it('says of a stack that stands how each part of it is', async () => {
    await world.done(['deploy', 'my-stack', ...small])
    const told = await asked(['my-stack'])
    expect([told.code, of(told, 'failed')]).to.deep.equal([0, []])
    const parts = ['record', 'instance', 'boot', 'services', 'url', 'lease', 'copies', 'disk', 'certificate']
    expect(of(told, 'ok')).to.include.members(parts.map((part) => `stack.${part}`))
    expect(told.checks.get('stack.disk')?.found).to.match(/^\d+ % of \d+ GiB are free$/)
    // What it has is not needed again.
    expect(told.checks.get('quota.addresses')?.quotas?.[0]).to.include({ needed: 0, used: 1 })
    const otherwise = await world.gm(['doctor', 'my-stack', '--tier', 'cdn', '--json'])
    expect(failureOf(otherwise).message).to.contain('without --tier')
  })

  it('says what mends one that lost its instance', async () => {
    const { instance_id } = await world.document('my-stack')
    await world.callAccount('ec2', 'terminate_instances', { InstanceIds: [instance_id] })
    const told = await asked(['my-stack'])
    expect(told.code).to.equal(3)
    expect(told.checks.get('stack.instance')).to.deep.include({ state: 'failed', mends: ['gm deploy my-stack'] })
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect([...(await asked(['my-stack'])).checks.keys()]).not.to.include('stack.instance')
  })
})
