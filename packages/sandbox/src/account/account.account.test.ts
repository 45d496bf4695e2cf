// What the account adds to moto, seen over the wire.
import { expect } from 'chai'
import { type Account, startAccount } from './account.js'
import { child, items, leaf } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { efs, json, query, until } from '../testing/caller.js'

const vpc: Params = { CidrBlock: '10.0.0.0/16' }
const oneInstance: Params = { ImageId: 'ami-12c6146b', InstanceType: 't3.large', MinCount: '1', MaxCount: '1' }

describe('an account', function () {
  this.timeout(60_000)
  let account: Account

  before(async () => {
    account = await startAccount({ speed: 100, lateVisibility: 0 })
  })
  afterEach(() => account.reset())
  after(() => account.stop())

  const instanceOf = (reply: { root: Parameters<typeof items>[0] }): string =>
    leaf(items(reply.root, 'instancesSet')[0] ?? {}, 'instanceId')
  const stateOf = async (id: string): Promise<string> => {
    const { root } = await query(account, 'ec2', 'DescribeInstances', { InstanceId: [id] })
    return leaf(child(items(items(root, 'reservationSet')[0] ?? {}, 'instancesSet')[0] ?? {}, 'instanceState'), 'name')
  }
  const vpcId = async (): Promise<string> =>
    leaf(child((await query(account, 'ec2', 'CreateVpc', vpc)).root, 'vpc'), 'vpcId')

  describe('credentials', () => {
    it('belong to the account that is named in the key', async () => {
      const { text } = await query(account, 'sts', 'GetCallerIdentity', {}, { key: 'AKIA222222222222' })
      expect(text).to.include('<Account>222222222222</Account>')
    })

    it('keep accounts apart', async () => {
      const id = await vpcId()
      const reply = await query(account, 'ec2', 'DescribeVpcs', { VpcId: [id] }, { key: 'AKIA222222222222' })
      expect(reply.code).to.equal('InvalidVpcID.NotFound')
    })

    it('are refused when nobody knows them, or when there are none', async () => {
      const refused = [
        await query(account, 'sts', 'GetCallerIdentity', {}, { key: 'INVALID' }),
        await query(account, 'ec2', 'DescribeVpcs', {}, { key: 'INVALID' }),
        await json(account, 'ssm', 'GetParameter', {}, { key: 'INVALID' }),
      ]
      expect(refused.map(({ code, status }) => `${code} ${status}`)).to.deep.equal([
        'InvalidClientTokenId 403',
        'AuthFailure 401',
        'UnrecognizedClientException 400',
      ])
      expect((await fetch(account.endpoint, { method: 'POST' })).status).to.equal(403)
    })

    it('expire', async () => {
      expect((await query(account, 'sts', 'GetCallerIdentity', {}, { key: 'EXPIRED' })).code).to.equal('ExpiredToken')
      expect((await json(account, 'ssm', 'GetParameter', { Name: 'x' }, { key: 'EXPIRED' })).code).to.equal(
        'ExpiredTokenException',
      )
    })
  })

  describe('a call that is not emulated', () => {
    it('fails loudly and is counted', async () => {
      const reply = await query(account, 'ec2', 'CreateTransitGateway')
      expect([reply.status, reply.code]).to.deep.equal([400, 'NotEmulated'])
      expect(account.calls().at(-1)).to.include({
        operation: 'CreateTransitGateway',
        code: 'NotEmulated',
        mutating: true,
      })
    })

    it('is so too when moto knows the operation but not a filter', async () => {
      const reply = await query(account, 'ec2', 'DescribeVpcs', { Filter: [{ Name: 'colour', Value: ['red'] }] })
      expect([reply.status, reply.code]).to.deep.equal([400, 'NotEmulated'])
    })
  })

  describe('ClientToken', () => {
    it('replays the first answer, also for calls side by side', async () => {
      const replies = await Promise.all(
        [1, 2, 3].map(() => query(account, 'ec2', 'RunInstances', { ...oneInstance, ClientToken: 'once' })),
      )
      expect(new Set(replies.map(instanceOf)).size).to.equal(1)
    })

    it('refuses other parameters', async () => {
      await query(account, 'ec2', 'RunInstances', { ...oneInstance, ClientToken: 'once' })
      const other = await query(account, 'ec2', 'RunInstances', {
        ...oneInstance,
        InstanceType: 'm5.large',
        ClientToken: 'once',
      })
      expect(other.code).to.equal('IdempotentParameterMismatch')
    })

    it('finds its instances', async () => {
      const id = instanceOf(await query(account, 'ec2', 'RunInstances', { ...oneInstance, ClientToken: 'mine' }))
      await query(account, 'ec2', 'RunInstances', { ...oneInstance, ClientToken: 'other' })
      const found = await query(account, 'ec2', 'DescribeInstances', {
        Filter: [{ Name: 'client-token', Value: ['mine'] }],
      })
      expect(
        items(found.root, 'reservationSet').map((each) => leaf(items(each, 'instancesSet')[0] ?? {}, 'instanceId')),
      ).to.deep.equal([id])
    })

    it('is burnt by a fleet that came back empty', async () => {
      account.settings({ capacity: [{ market: 'spot', code: 'InsufficientInstanceCapacity' }] })
      await query(account, 'ec2', 'CreateLaunchTemplate', {
        LaunchTemplateName: 't',
        LaunchTemplateData: { ImageId: 'ami-12c6146b' },
      })
      const params: Params = {
        Type: 'instant',
        ClientToken: 'f',
        TargetCapacitySpecification: { TotalTargetCapacity: '1', DefaultTargetCapacityType: 'spot' },
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName: 't', Version: '$Latest' },
            Overrides: [{ InstanceType: 't3.large' }, { InstanceType: 'm5.large' }],
          },
        ],
      }
      const empty = await query(account, 'ec2', 'CreateFleet', params)
      account.settings({ capacity: [] })
      const again = await query(account, 'ec2', 'CreateFleet', params)
      expect(items(empty.root, 'errorSet').map((each) => leaf(each, 'errorCode'))).to.deep.equal([
        'InsufficientInstanceCapacity',
        'InsufficientInstanceCapacity',
      ])
      expect(leaf(again.root, 'fleetId')).to.equal(leaf(empty.root, 'fleetId'))
      expect(
        items((await query(account, 'ec2', 'CreateFleet', { ...params, ClientToken: 'g' })).root, 'fleetInstanceSet'),
      ).to.have.length(1)
    })
  })

  describe('instances', () => {
    it('pass through their states on the clock', async () => {
      account.settings({ speed: 1 })
      const id = instanceOf(await query(account, 'ec2', 'RunInstances', oneInstance))
      expect(await stateOf(id)).to.equal('pending')
      account.settings({ speed: 100 })
      await until('running', async () => (await stateOf(id)) === 'running')
      account.settings({ speed: 1 })
      await query(account, 'ec2', 'TerminateInstances', { InstanceId: [id] })
      expect(await stateOf(id)).to.equal('shutting-down')
      account.settings({ speed: 100 })
      await until('terminated', async () => (await stateOf(id)) === 'terminated')
    })

    it('take an address only when they run, and only where a gateway is', async () => {
      account.settings({ speed: 1 })
      const allocated = leaf((await query(account, 'ec2', 'AllocateAddress', { Domain: 'vpc' })).root, 'allocationId')
      const id = instanceOf(await query(account, 'ec2', 'RunInstances', oneInstance))
      const { root } = await query(account, 'ec2', 'DescribeNetworkInterfaces', {
        Filter: [{ Name: 'attachment.instance-id', Value: [id] }],
      })
      const eni = leaf(items(root, 'networkInterfaceSet')[0] ?? {}, 'networkInterfaceId')
      const associate = async (target: Params) =>
        (await query(account, 'ec2', 'AssociateAddress', { AllocationId: allocated, ...target })).code
      expect([await associate({ InstanceId: id }), await associate({ NetworkInterfaceId: eni })]).to.deep.equal([
        'InvalidInstanceID',
        'IncorrectInstanceState',
      ])
      account.settings({ speed: 1000 })
      await until('running', async () => (await stateOf(id)) === 'running')
      expect(await associate({ InstanceId: id })).to.equal('Gateway.NotAttached')
    })

    it('are refused a profile that is too new, in the words for how it was named', async () => {
      account.settings({ speed: 1 })
      const trust =
        '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
      await query(account, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust })
      await query(account, 'iam', 'CreateInstanceProfile', { InstanceProfileName: 'r' })
      const run = (profile: Params) =>
        query(account, 'ec2', 'RunInstances', { ...oneInstance, IamInstanceProfile: profile })
      expect((await run({ Name: 'r' })).text).to.include(
        'Value (r) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
      )
      expect((await run({ Arn: 'arn:aws:iam::123456789012:instance-profile/r' })).text).to.include(
        'iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN',
      )
      account.settings({ speed: 1000 })
      expect(
        await until('the profile', async () => {
          const { text } = await run({ Name: 'r' })
          return text.includes('Invalid IAM') ? undefined : text
        }),
      ).to.include('has no associated IAM Roles')
    })

    it('say what took a spot instance away', async () => {
      const spot = await query(account, 'ec2', 'RunInstances', {
        ...oneInstance,
        InstanceMarketOptions: { MarketType: 'spot' },
      })
      account.interruptSpot(instanceOf(spot))
      await until('the interruption', async () =>
        ['shutting-down', 'terminated'].includes(await stateOf(instanceOf(spot))),
      )
      const { text } = await query(account, 'ec2', 'DescribeInstances', { InstanceId: [instanceOf(spot)] })
      expect(text).to.include('<code>Server.SpotInstanceTermination</code>')
    })

    it('take their disks with them', async () => {
      const id = instanceOf(
        await query(account, 'ec2', 'RunInstances', {
          ...oneInstance,
          BlockDeviceMapping: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: '40' } }],
        }),
      )
      expect(items((await query(account, 'ec2', 'DescribeVolumes')).root, 'volumeSet')).to.have.length(1)
      await query(account, 'ec2', 'TerminateInstances', { InstanceId: [id] })
      await until(
        'the volumes to go',
        async () => items((await query(account, 'ec2', 'DescribeVolumes')).root, 'volumeSet').length === 0,
      )
    })

    it('are refused an unknown type or image', async () => {
      expect((await query(account, 'ec2', 'RunInstances', { ...oneInstance, InstanceType: 't9.huge' })).code).to.match(
        /InvalidInstanceType|InvalidParameterValue/,
      )
      expect((await query(account, 'ec2', 'RunInstances', { ...oneInstance, ImageId: 'ami-00000000' })).code).to.match(
        /InvalidAMIID/,
      )
    })
  })

  describe('late visibility', () => {
    it('hides a new network for a moment, by its identifier and in lists', async () => {
      account.settings({ lateVisibility: 100 })
      const id = await vpcId()
      expect((await query(account, 'ec2', 'DescribeVpcs', { VpcId: [id] })).code).to.equal('InvalidVpcID.NotFound')
      expect((await query(account, 'ec2', 'DescribeVpcs')).text).not.to.include(id)
      await until('the network', async () => (await query(account, 'ec2', 'DescribeVpcs')).text.includes(id))
    })
  })

  it('refuses to change what is not visible yet, where that was asked for', async () => {
    account.settings({ lateVisibility: 100, lateChanges: true })
    const VpcId = await vpcId()
    const change = async () =>
      (await query(account, 'ec2', 'CreateTags', { ResourceId: [VpcId], Tag: [{ Key: 'a', Value: 'b' }] })).code
    expect(await change()).to.equal('InvalidVpcID.NotFound')
    await until('the network', async () => (await change()) === undefined)
  })

  it('hands out public addresses that nobody has', async () => {
    const { root } = await query(account, 'ec2', 'AllocateAddress', { Domain: 'vpc' })
    expect(leaf(root, 'publicIp')).to.equal('203.0.113.1')
  })

  describe('dependencies', () => {
    it('keep a group that another group names', async () => {
      const VpcId = await vpcId()
      const group = async (GroupName: string): Promise<string> =>
        leaf(
          (await query(account, 'ec2', 'CreateSecurityGroup', { GroupName, GroupDescription: 'x', VpcId })).root,
          'groupId',
        )
      const [one, two] = [await group('one'), await group('two')]
      const rule: Params = { IpProtocol: 'tcp', FromPort: '2049', ToPort: '2049', Groups: [{ GroupId: one }] }
      await query(account, 'ec2', 'AuthorizeSecurityGroupIngress', { GroupId: two, IpPermissions: [rule] })
      expect((await query(account, 'ec2', 'DeleteSecurityGroup', { GroupId: one })).code).to.equal(
        'DependencyViolation',
      )
      expect((await query(account, 'ec2', 'DeleteVpc', { VpcId })).code).to.equal('DependencyViolation')
      await query(account, 'ec2', 'DeleteSecurityGroup', { GroupId: two })
      expect((await query(account, 'ec2', 'DeleteSecurityGroup', { GroupId: one })).code).to.equal(undefined)
      expect((await query(account, 'ec2', 'DeleteVpc', { VpcId })).code).to.equal(undefined)
    })
  })

  describe('file systems', () => {
    const create = (token: string) => efs(account, 'POST', 'file-systems', { CreationToken: token })
    const available = (id: string) =>
      until('the file system', async () =>
        (await efs(account, 'GET', `file-systems?FileSystemId=${id}`)).text.includes('"available"'),
      )

    it('are found again by their token, with their identifier in the error', async () => {
      const { data } = await create('a')
      const again = await create('a')
      expect([again.status, again.code, again.data['FileSystemId']]).to.deep.equal([
        409,
        'FileSystemAlreadyExists',
        data['FileSystemId'],
      ])
    })

    it('take mount targets only once they are there, and stay while they have some', async () => {
      account.settings({ speed: 1 })
      const id = String((await create('b')).data['FileSystemId'])
      const SubnetId = leaf(
        items((await query(account, 'ec2', 'DescribeSubnets')).root, 'subnetSet')[0] ?? {},
        'subnetId',
      )
      const early = await efs(account, 'POST', 'mount-targets', { FileSystemId: id, SubnetId })
      expect([early.status, early.code]).to.deep.equal([409, 'IncorrectFileSystemLifeCycleState'])
      account.settings({ speed: 100 })
      await available(id)
      account.settings({ speed: 1 })
      const target = (await efs(account, 'POST', 'mount-targets', { FileSystemId: id, SubnetId })).data
      expect(target['LifeCycleState']).to.equal('creating')
      expect((await efs(account, 'DELETE', `file-systems/${id}`)).code).to.equal('FileSystemInUse')
      expect((await query(account, 'ec2', 'DeleteSubnet', { SubnetId })).code).to.equal('DependencyViolation')
      expect((await efs(account, 'DELETE', `mount-targets/${String(target['MountTargetId'])}`)).status).to.equal(204)
      expect((await efs(account, 'GET', `mount-targets?FileSystemId=${id}`)).text).to.include('"deleting"')
      account.settings({ speed: 1000 })
      await until(
        'the mount target to go',
        async () => (await efs(account, 'DELETE', `file-systems/${id}`)).status === 204,
      )
      await until(
        'the file system to go',
        async () => (await efs(account, 'GET', `file-systems?FileSystemId=${id}`)).code === 'FileSystemNotFound',
      )
    })
  })
})
