// The tier `automation`: an instance that is reached through its load balancer and in no other way, in a network of its
// own and in one that was there; and nothing left of it, though what a load balancer leaves behind goes late.
import { expect } from 'chai'
import { standsInNetwork } from './support/adopted-network.js'
import { failureOf } from './support/cli-sandbox.js'
import { counts, small, TestAccount } from './support/test-account.js'

interface Row {
  readonly type: string
  readonly status: string
  readonly outputs?: Readonly<Record<string, string>>
}

const tier = ['--tier', 'automation'] as const

describe('the tier automation', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  async function nodes(): Promise<Record<string, Row>> {
    return (await world.document('my-stack'))['nodes'] as Record<string, Row>
  }

  it('stands behind a load balancer whose name is its URL, which it says is not encrypted', async () => {
    const { code, stdout, stderr } = await world.gm(['deploy', 'my-stack', ...tier, ...small])
    expect(code, stderr).to.equal(0)
    const { dnsName = '', arn } = (await nodes())['load-balancer']?.outputs ?? {}
    const document = await world.document('my-stack')
    expect(document['n8n_url']).to.equal(`http://${dnsName}`)
    expect(document['tier_outputs']).to.include({ load_balancer_arn: arn })
    expect(stdout + stderr)
      .to.contain('TLS is off')
      .and.to.contain(`http://${dnsName}`)
    expect(counts(await world.inventory())).to.include({
      'load-balancer': 1,
      listener: 1,
      'target-group': 1,
      target: 1,
    })
  })

  it('is well, as its load balancer sees it too', async () => {
    const { code, stdout } = await world.gm(['status', 'my-stack', '--json'])
    expect(code, stdout).to.equal(0)
    expect((JSON.parse(stdout) as { healthy: boolean }).healthy).to.equal(true)
  })

  it('lets nobody in but its load balancer', async () => {
    const outputs = await nodes()
    const inside = outputs['security-group-instance']?.outputs?.['groupId']
    const front = outputs['security-group-load-balancer']?.outputs?.['groupId']
    const { SecurityGroups } = await world.call<{
      readonly SecurityGroups: readonly [{ readonly IpPermissions: readonly object[] }]
    }>('ec2', 'describe_security_groups', { GroupIds: [inside] })
    const [{ IpPermissions }] = SecurityGroups
    expect(IpPermissions).to.have.length(1)
    expect(IpPermissions[0]).to.deep.include({ FromPort: 80, IpRanges: [] })
    expect(JSON.stringify(IpPermissions)).to.contain(front)
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

  it('is put back by a deploy: a listener that somebody took away, a target that somebody took out', async () => {
    const outputs = await nodes()
    const ListenerArn = outputs['listener-http']?.outputs?.['arn']
    await world.call('elbv2', 'delete_listener', { ListenerArn })
    await world.done(['deploy', 'my-stack', '--yes'])
    expect(counts(await world.inventory())).to.include({ listener: 1, target: 1 })
  })

  it('is not destroyed past the protection that somebody has put on its load balancer', async () => {
    const LoadBalancerArn = (await nodes())['load-balancer']?.outputs?.['arn']
    const protect = (Value: string) =>
      world.call('elbv2', 'modify_load_balancer_attributes', {
        LoadBalancerArn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      })
    await protect('true')
    const ended = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes', '--json'])
    expect(ended.code).not.to.equal(0)
    expect(JSON.stringify(failureOf(ended)))
      .to.contain('protected against deletion')
      .and.to.contain('modify-load-balancer-attributes')
    await protect('false')
  })

  it('is destroyed, with what its load balancer leaves in the network', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await world.inventory()).to.deep.equal({})
  })
})

standsInNetwork('automation', 'load-balancer')
