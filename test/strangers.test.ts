// Somebody else has a stack of the same name in the account, and things that carry its tags: whatever gm does with its
// own stack of that name, theirs stay as they are.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { failureOf, words } from './support/cli-sandbox.js'
import { counts, type Ended, root, small, TestAccount } from './support/test-account.js'

const script = join(root, 'test', 'support', 'foreign-resources.py')

describe("a stranger's things under the same name", function () {
  this.timeout(180_000)
  let world: TestAccount
  let ids: string[]
  let theirs: unknown

  /** A deploy that leaves a document and nothing else: a name that only AWS knew would be refused. */
  const withoutCapacity = async (): Promise<void> => {
    world.account.settings({ capacity: [{ code: 'InsufficientInstanceCapacity' }] })
    const ended = await world.gm(['deploy', 'my-stack', ...small, '--json'])
    expect([ended.code, failureOf(ended).code], words(failureOf(ended))).to.deep.equal([3, 'CAPACITY'])
    world.account.settings({ capacity: [] })
  }

  const strangers = async (mode: 'make' | 'tell'): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(world.account.python, [
      script,
      mode,
      world.account.motoEndpoint,
      'us-east-1',
      'my-stack',
    ])
    return JSON.parse(stdout)
  }

  before(async () => {
    world = await TestAccount.open()
    await withoutCapacity()
    ids = (await strangers('make')) as string[]
    theirs = await strangers('tell')
    expect(Object.values(theirs as object).flat().length).to.be.greaterThan(8)
  })
  after(() => world.close())
  afterEach(async () => {
    expect(await strangers('tell')).to.deep.equal(theirs)
    const named = world.account
      .calls()
      .filter((call) => call.mutating && ids.some((id) => JSON.stringify(call.params).includes(id)))
    expect(named).to.deep.equal([])
  })

  it('stay through a deploy that fails and is rolled back', async () => {
    await withoutCapacity()
  })

  it('stay through a deploy', async () => {
    await world.done(['deploy', 'my-stack', '--yes'])
  })

  it('stay through a destroy with its data', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
  })

  it('are not taken for nothing by a deploy that would stand beside them', async () => {
    const ended = await world.gm(['deploy', 'my-stack', ...small, '--json'])
    expect([ended.code, failureOf(ended).code], words(failureOf(ended))).to.deep.equal([2, 'STACK_UNRECORDED'])
    expect(words(failureOf(ended))).to.contain('11111111-2222-4333-8444-555555555555')
  })
})

interface Subnets {
  readonly Subnets: readonly { readonly SubnetId: string }[]
}
interface LoadBalancers {
  readonly LoadBalancers: readonly [{ readonly LoadBalancerArn: string }]
}
interface Listeners {
  readonly Listeners: readonly [{ readonly ListenerArn: string }]
}
interface Nodes {
  readonly [id: string]: { readonly outputs: { readonly arn: string } }
}

describe("a stranger's listener at a target group of the stack", function () {
  this.timeout(180_000)
  /** Their load balancer, in two subnets. */
  const around = { 'load-balancer': 1, interface: 2 }
  let world: TestAccount
  let balancer: string
  let listener: string
  let theirs: unknown
  let from: number
  before(async () => {
    world = await TestAccount.open({ defaultNetwork: 'public' })
    await world.done(['deploy', 'my-stack', '--tier', 'automation', ...small])
    const { Subnets } = await world.call<Subnets>('ec2', 'describe_subnets')
    const Subnet = Subnets.slice(0, 2).map(({ SubnetId }) => SubnetId)
    const asked = { Name: 'theirs', Subnets: Subnet }
    const made = await world.callAccount<LoadBalancers>('elbv2', 'create_load_balancer', asked)
    balancer = made.LoadBalancers[0].LoadBalancerArn
  })
  after(() => world.close())

  async function arnOf(node: string): Promise<string> {
    const nodes = (await world.document('my-stack'))['nodes'] as Nodes
    return nodes[node]?.outputs.arn ?? ''
  }

  async function listen(): Promise<string> {
    const DefaultActions = [{ Type: 'forward', TargetGroupArn: await arnOf('target-group') }]
    const asked = { LoadBalancerArn: balancer, Protocol: 'HTTP', Port: 8080, DefaultActions }
    const made = await world.callAccount<Listeners>('elbv2', 'create_listener', asked)
    return made.Listeners[0].ListenerArn
  }

  async function tell(): Promise<unknown> {
    const asked = { LoadBalancerArns: [balancer] }
    const { LoadBalancers } = await world.call<LoadBalancers>('elbv2', 'describe_load_balancers', asked)
    const there = { LoadBalancerArn: balancer }
    const { Listeners } = await world.call<Listeners>('elbv2', 'describe_listeners', there)
    return { LoadBalancers, Listeners }
  }

  /** Nothing of theirs was changed, and no call that changes something named it. */
  async function demandUntouched(): Promise<void> {
    expect(await tell()).to.deep.equal(theirs)
    const named = world.account
      .calls()
      .slice(from)
      .filter((call) => call.mutating && JSON.stringify(call.params).includes('/theirs/'))
    expect(named).to.deep.equal([])
  }

  /** It is said what its owner can do and how to go on, and nothing of theirs was changed. */
  async function demandNamed(ended: Ended, next: string): Promise<void> {
    expect(failureOf(ended).code, ended.stdout).to.equal('CONFLICT')
    expect(words(failureOf(ended)))
      .to.contain(`listener ${listener} (port 8080 of load balancer theirs)`)
      .and.to.contain(`aws elbv2 delete-listener --listener-arn ${listener} --region us-east-1`)
      .and.to.contain(next)
    await demandUntouched()
  }

  it("cannot be there while the stack's own is", async () => {
    const refused = await listen().catch((error: unknown) => String(error))
    expect(refused).to.contain('TargetGroupAssociationLimit')
  })

  it('is named by a deploy that would put the one of the stack back', async () => {
    await world.callAccount('elbv2', 'delete_listener', { ListenerArn: await arnOf('listener-http') })
    listener = await listen()
    theirs = await tell()
    from = world.account.calls().length
    const ended = await world.gm(['deploy', 'my-stack', '--yes', '--json'])
    await demandNamed(ended, 'gm deploy my-stack   # goes on')
  })

  it('is named by a destroy, of which all else is done', async () => {
    const ended = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes', '--json'])
    await demandNamed(ended, 'gm destroy my-stack --delete-data   # goes on')
    expect(counts(await world.inventory())).to.deep.equal({ ...around, listener: 1, 'target-group': 1 })
  })

  it('keeps nothing any more once its owner has taken it away', async () => {
    await world.callAccount('elbv2', 'delete_listener', { ListenerArn: listener })
    theirs = await tell()
    from = world.account.calls().length
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    await demandUntouched()
    expect(counts(await world.inventory())).to.deep.equal(around)
  })
})
