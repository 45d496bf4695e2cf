// Which network a stack stands in: the account's default one where that leads out, or one of its own where that does
// not, or where somebody says so.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { counts, small, TestAccount } from './support/test-account.js'

interface Vpcs {
  readonly Vpcs: readonly { readonly VpcId: string }[]
}
interface Gateways {
  readonly InternetGateways: readonly { readonly InternetGatewayId: string }[]
}

describe('the network of a stack', function () {
  this.timeout(120_000)
  let account: TestAccount
  let theirs: string
  before(async () => {
    account = await TestAccount.open({ defaultNetwork: 'public' })
    const { Vpcs } = await account.call<Vpcs>('ec2', 'describe_vpcs')
    theirs = Vpcs[0]!.VpcId
  })
  after(() => account.close())
  afterEach(async () => {
    await account.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await account.inventory()).to.deep.equal({})
  })

  async function deploy(...args: readonly string[]): Promise<string> {
    const { code, stderr } = await account.gm(['deploy', 'my-stack', ...small, ...args])
    expect(code, stderr).to.equal(0)
    return String((await account.document('my-stack'))['vpc_id'])
  }

  it('is the default one of the account', async () => {
    expect(await deploy()).to.equal(theirs)
  })

  it('is one of its own with --vpc new', async () => {
    expect(await deploy('--vpc', 'new')).not.to.equal(theirs)
    expect(counts(await account.inventory())).to.include({ vpc: 1, subnet: 2 })
    const ended = await account.gm(['deploy', 'my-stack', '--vpc', theirs, '--yes', '--json'])
    expect(failureOf(ended)).to.include({ code: 'STACK_DIFFERS' })
  })

  it('has subnets of its own where it is its own', async () => {
    const asked = ['deploy', 'my-stack', ...small, '--vpc', 'new', '--subnet', 'subnet-0123456789abcdef0', '--json']
    const ended = await account.gm(asked)
    expect(words(failureOf(ended))).to.contain('--subnet: needs the VPC that it belongs to')
  })

  describe('where the gateway of the default one is gone and its route stayed', () => {
    before(async () => {
      const { InternetGateways } = await account.call<Gateways>('ec2', 'describe_internet_gateways')
      const { InternetGatewayId } = InternetGateways[0]!
      await account.call('ec2', 'detach_internet_gateway', { InternetGatewayId, VpcId: theirs })
      await account.call('ec2', 'delete_internet_gateway', { InternetGatewayId })
    })

    it('is one of its own', async () => {
      expect(await deploy()).not.to.equal(theirs)
    })

    it('is not the default one even where that is asked for, before anything is made', async () => {
      const ended = await account.gm(['deploy', 'my-stack', ...small, '--vpc', theirs, '--json'])
      const error = failureOf(ended)
      expect([ended.code, error.code]).to.deep.equal([2, 'CONFIG_INVALID'])
      expect(words(error)).to.contain('(blackhole)').and.to.contain(`attach-internet-gateway --vpc-id ${theirs}`)
      expect(words(error)).to.contain('--vpc new')
    })
  })
})
