// `gm plan` as a look: what a deploy of a new stack would do, what somebody changed by hand and `gm deploy` mends, what
// other options would change; and a plan that is kept, reviewed, and carried out as it is or not at all.
import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { terminate } from './support/tamper.js'
import { counts, small, TestAccount } from './support/test-account.js'

interface Step {
  readonly node: string
  readonly type: string
  readonly action: string
  readonly changes: readonly { readonly field: string; readonly from?: unknown; readonly to?: unknown }[]
  readonly lost?: string
}
interface Said {
  readonly changed: boolean
  readonly operation: string
  readonly next: string | null
  readonly plan: { readonly steps: readonly Step[] }
  readonly different: readonly { readonly key: string }[]
  readonly ports: readonly number[]
  readonly iam: readonly string[]
  readonly expected: { readonly seconds: number; readonly path: readonly string[] }
}

/** The small stack, as options without a yes. */
const options = small.filter((word) => word !== '--yes')

describe('gm plan', function () {
  this.timeout(240_000)
  let world: TestAccount
  let file: string
  before(async () => {
    world = await TestAccount.open()
    file = join(world.home, 'plan.json')
  })
  after(() => world.close())

  const planned = async (args: readonly string[] = []): Promise<Said & { readonly code: number | null }> => {
    const before = world.account.calls().length
    const { code, stdout, stderr } = await world.gm(['plan', 'my-stack', ...args, '--json'])
    expect([0, 10], stderr + stdout).to.include(code)
    const calls = world.account.calls().slice(before)
    expect(calls.filter(({ mutating }) => mutating).map(({ operation }) => operation)).to.deep.equal([])
    return { ...(JSON.parse(stdout) as Said), code }
  }
  const busy = ({ plan }: Said): readonly Step[] =>
    plan.steps.filter(({ action }) => !['keep', 'check'].includes(action))
  const actions = (said: Said): string[] => busy(said).map(({ node, action }) => `${action} ${node}`)
  const nodes = async (): Promise<Record<string, { outputs: Record<string, string> }>> =>
    (await world.document('my-stack'))['nodes'] as Record<string, { outputs: Record<string, string> }>

  it('says of a new stack what is made, which ports open, what it needs, and how long it takes; and does nothing', async () => {
    const said = await planned([...options, '--out', file])
    expect(said).to.deep.include({ code: 10, changed: true, operation: 'deploy', ports: [80, 443] })
    expect(said.next).to.equal(`gm deploy my-stack --plan '${file}'`)
    expect(said.plan.steps.filter(({ action }) => action === 'create').map(({ type }) => type)).to.include.members([
      'vpc',
      'file-system',
      'instance',
    ])
    expect(said.iam).to.include.members(['ec2:CreateVpc', 'ec2:CreateFleet', 'ssm:PutParameter'])
    expect(said.expected.path).to.include.members(['instance', 'boot'])
    expect(said.expected.seconds).to.be.within(120, 900)
    expect(counts(await world.inventory())).not.to.have.property('file-system')
  })

  it('is shown before a deploy too, which is done by the plan that was kept', async () => {
    const stdout = await world.done(['deploy', 'my-stack', '--plan', file, '--yes'])
    expect(stdout)
      .to.match(/Makes +vpc, .*instance/)
      .and.to.match(/Takes +about \d+ min/)
    expect(await planned()).to.include({ code: 0, changed: false, next: null })
  })

  it('is refused once the stack has moved, and beside other options', async () => {
    const stale = failureOf(await world.gm(['deploy', 'my-stack', '--plan', file, '--yes', '--json']))
    expect(stale.code).to.equal('PLAN_STALE')
    expect(words(stale))
      .to.match(/has revision \d+, not 0/)
      .and.to.contain('gm plan my-stack')
    const beside = failureOf(await world.gm(['deploy', 'my-stack', '--plan', file, '--services', 'n8n', '--json']))
    expect(words(beside)).to.contain('not beside it: --services')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"my-stack"', '"other"'))
    const other = failureOf(await world.gm(['deploy', 'my-stack', '--plan', file, '--yes', '--json']))
    expect([other.code, words(other)]).to.deep.equal(['CONFIG_INVALID', words(other)])
    expect(words(other)).to.contain('is a plan of other')
  })

  it('names what was changed by hand; gm deploy mends exactly that, behind the same URL, and then there is nothing to do', async () => {
    const { n8n_url: url, efs_mount_target_id: target, instance_id: instance } = await world.document('my-stack')
    const { 'security-group-instance': group, 'instance-profile': profile } = await nodes()
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
    await world.call('ec2', 'revoke_security_group_ingress', {
      GroupId: group?.outputs['groupId'],
      IpPermissions: [rule],
    })
    await world.call('efs', 'delete_mount_target', { MountTargetId: target })
    await world.call('iam', 'delete_role_policy', { RoleName: profile?.outputs['name'], PolicyName: 'geusemaker' })
    await terminate(world, String(instance))

    const said = await planned()
    expect(said).to.include({ code: 10, operation: 'deploy', next: 'gm deploy my-stack' })
    expect(actions(said).toSorted()).to.deep.equal([
      'create instance',
      'create mount-target-1',
      'repair instance-profile',
      'repair security-group-instance',
    ])
    const step = (node: string) => said.plan.steps.find((one) => one.node === node)
    expect(step('instance')?.lost).to.contain(String(instance))
    expect(step('security-group-instance')?.changes).to.deep.equal([
      { field: 'rule', from: 'missing', to: 'tcp 443 0.0.0.0/0', action: 'update' },
    ])
    const mended = await world.gm(['deploy', 'my-stack', '--yes'])
    expect(mended.code, mended.stderr).to.equal(0)
    expect(mended.stdout)
      .to.match(/ +instance: i-\w+.* is gone, another one is made/)
      .and.to.contain('tcp 443 0.0.0.0/0')
    expect((await world.document('my-stack'))['n8n_url']).to.equal(url)
    expect(await planned()).to.include({ code: 0, changed: false })
  })

  it('names an address that leads nowhere', async () => {
    const { 'elastic-ip': address } = await nodes()
    await world.call('ec2', 'disassociate_address', { PublicIp: address?.outputs['ip'] })
    const [step, ...others] = busy(await planned())
    expect(others).to.deep.equal([])
    expect(step).to.include({ node: 'instance', action: 'repair' })
    expect(step?.changes.map(({ field }) => field)).to.deep.equal(['address'])
    expect((await world.gm(['deploy', 'my-stack', '--yes'])).code).to.equal(0)
    expect(await planned()).to.include({ code: 0 })
  })

  it('says what other options would change, and by which command', async () => {
    const said = await planned(['--instance-type', 'm6i.xlarge', '--set', 'n8n.timezone=Europe/Berlin'])
    expect(said).to.include({ code: 10, operation: 'update' })
    expect(said.different.map(({ key }) => key)).to.deep.equal(['n8n.timezone', 'instance-type'])
    expect(said.next).to.equal('gm update my-stack --instance-type m6i.xlarge --set n8n.timezone=Europe/Berlin')
    expect(actions(said)).to.deep.equal(['replace bundle', 'update launch-template', 'replace instance'])
    const moved = failureOf(await world.gm(['plan', 'my-stack', '--region', 'eu-west-1', '--json']))
    expect([moved.code, words(moved)]).to.deep.equal(['STACK_DIFFERS', words(moved)])
  })
})
