// The tier `gpu`, which does not come with gm: from the sentence that says how to get it to a stack that is destroyed
// when it is gone again.
import { expect } from 'chai'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { NpmRegistry } from './support/npm-registry.js'
import { counts, type Ended, root, TestAccount } from './support/test-account.js'

const services = ['--services', 'n8n,ollama', '--set', 'n8n.owner-email=owner@example.com', '--yes'] as const

describe('the tier gpu from a registry', function () {
  this.timeout(240_000)
  let world: TestAccount
  let registry: NpmRegistry
  let scratch: string
  before(async () => {
    world = await TestAccount.open()
    scratch = await mkdtemp(join(tmpdir(), 'gm registry '))
    registry = await NpmRegistry.open(join(scratch, 'registry'))
    await registry.publish(join(root, 'node_modules', 'zod'))
    for (const name of ['plugin-api', 'plugin-tier-cdn', 'tier-gpu'])
      await registry.publish(join(root, 'packages', name))
  })
  after(async () => {
    await registry.close()
    await rm(scratch, { recursive: true, force: true })
    await world.close()
  })

  /** With npm and the registry within reach. */
  async function done(...args: readonly string[]): Promise<Ended> {
    const ended = await world.gm(args, { ...registry.env, npm_config_cache: join(scratch, 'npm') })
    expect(ended.code, ended.stderr + ended.stdout).to.equal(0)
    return ended
  }

  it('says how to install it', async () => {
    const ended = await world.gm(['deploy', 'my-stack', '--tier', 'gpu', ...services, '--json'])
    expect([ended.code, words(failureOf(ended))])
      .to.deep.include(2)
      .and.to.have.nested.property('[1]')
      .that.contains('gm plugins install @geuse/tier-gpu')
  })

  it('refuses before anything is made where the account may run no GPU, and says what raises the quota', async () => {
    await done('plugins', 'install', '@geuse/tier-gpu')
    const from = world.account.calls().length
    const ended = await world.gm(['deploy', 'my-stack', '--tier', 'gpu', ...services, '--json'])
    const { code, hints, message } = failureOf(ended)
    expect([ended.code, code]).to.deep.equal([3, 'QUOTA'])
    expect(message)
      .to.contain('“All G and VT Spot Instance Requests” is 0, and g6.xlarge needs 4')
      .and.to.contain('“Running On-Demand G and VT instances” is 0, and g6.xlarge needs 4')
    const raise = 'aws service-quotas request-service-quota-increase --service-code ec2'
    expect(hints.join('\n'))
      .to.contain(`${raise} --quota-code L-DB2E81BA --desired-value 4 --region us-east-1`)
      .and.to.contain(`${raise} --quota-code L-3819A6DF --desired-value 4 --region us-east-1`)
      .and.to.contain('https://us-east-1.console.aws.amazon.com/servicequotas/home/services/ec2/quotas/L-DB2E81BA')
    const calls = world.account.calls().slice(from)
    expect(calls.filter(({ mutating }) => mutating)).to.deep.equal([])
    expect(await world.gm(['status', 'my-stack'])).to.have.property('code', 2)
  })

  it('counts what runs already', async () => {
    world.account.settings({ quotas: { 'L-DB2E81BA': 4 } })
    const { Images } = await world.call<{ Images: { ImageId: string }[] }>('ec2', 'describe_images')
    const launch = { ImageId: Images[0]?.ImageId, InstanceType: 'g4dn.xlarge', MinCount: 1, MaxCount: 1 }
    const { Instances } = await world.callAccount<{ Instances: { InstanceId: string }[] }>(
      'ec2',
      'run_instances',
      launch,
    )
    const ended = await world.gm(['deploy', 'my-stack', '--tier', 'gpu', '--on-demand', ...services, '--json'])
    expect(failureOf(ended).message).to.contain('is 4, of which 4 are in use, and g6.xlarge needs 4 vCPUs')
    expect(failureOf(ended).hints.join('\n')).to.contain('--quota-code L-DB2E81BA --desired-value 8')
    await world.callAccount('ec2', 'terminate_instances', { InstanceIds: [Instances[0]?.InstanceId] })
  })

  it('deploys with it: a type with a GPU, an image with its driver, and the GPU for Ollama', async () => {
    await done('deploy', 'my-stack', '--tier', 'gpu', ...services)
    const { facts, nodes } = (await world.document('my-stack')) as {
      facts: { instanceTypes: { type: string }[] }
      nodes: Record<string, { outputs?: Record<string, string> }>
    }
    expect(facts.instanceTypes.map(({ type }) => type)).to.include('g4dn.xlarge')
    expect(nodes['instance']?.outputs?.['type']).to.match(/^g\w+\.xlarge$/)
    const asked = world.account.calls().filter(({ operation }) => operation === 'GetParameter')
    expect(asked.map(({ params }) => params['Name'])).to.include(
      '/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-amazon-linux-2023/latest/ami-id',
    )
    expect(counts(await world.inventory())).to.include({ distribution: 1, instance: 1 })
  })

  // a month = 730 hours, and the figures of the sandbox's price list, as in cost.test.ts:
  //   g4dn.xlarge on demand    0.526 × 730    383.98
  //   disk, n8n and Ollama     60 GB × 0.08     4.80
  //   three addresses      3 × 0.005 × 730     10.95
  //   load balancer            0.0225 × 730    16.425
  //   together                                416.155
  it('costs what was worked out by hand', async () => {
    // One runs, and another one is planned.
    world.account.settings({ quotas: { 'L-DB2E81BA': 8 } })
    const args = ['--tier', 'gpu', '--instance-type', 'g4dn.xlarge', '--on-demand', ...services.slice(0, 4)]
    const { stdout } = await world.gm(['plan', 'another', ...args, '--json'])
    const { cost } = JSON.parse(stdout) as { cost: { perMonth: object } }
    expect(cost.perMonth).to.deep.equal({ least: 416.155, most: 416.155 })
  })

  it('leaves the stack to whoever removes it, without it', async () => {
    await done('plugins', 'uninstall', '@geuse/tier-gpu', '--yes')
    const { stdout } = await done('destroy', 'my-stack', '--delete-data', '--yes')
    expect(stdout).not.to.contain('tier-gpu')
    expect(await world.inventory()).to.deep.equal({})
  })
})
