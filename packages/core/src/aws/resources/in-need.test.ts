// What the built-in resources do where something is not as usual: changed content, an instance that was stopped, rights
// that were attached by hand, an address that is still in use, an agent that does not answer, an instance type that is
// in no table.
import { expect } from 'chai'
import { withStub, ec2Error, jsonError, queryError, thrownBy } from '../stub-aws.test.js'
import { discover } from '../discovery/discover.js'
import { candidatesFor } from '../discovery/instance-types.js'
import { elasticIp } from './network/elastic-ip.js'
import { bootDiagnostics } from './checks/boot-diagnostics.js'
import { instanceProfile } from './iam/instance-profile.js'
import { launchTemplate } from './compute/launch-template.js'
import { instance } from './compute/instance.js'

const done = { body: '<Response><return>true</return></Response>' }
const template = {
  imageId: 'ami-1',
  rootDevice: '/dev/xvda',
  diskGiB: 40,
  groupId: 'sg-1',
  userData: 'IyEvYmluL2Jhc2g=',
}

function instances(state: string) {
  return {
    body: `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceType>t3.large</instanceType><instanceState><name>${state}</name></instanceState><launchTime>2026-01-01T00:00:00.000Z</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>`,
  }
}

function addresses(inside: string) {
  return {
    body: `<DescribeAddressesResponse><addressesSet><item><allocationId>eipalloc-1</allocationId><publicIp>203.0.113.7</publicIp>${inside}</item></addressesSet></DescribeAddressesResponse>`,
  }
}

describe('a launch template with other content', () => {
  const versions = (description: string) => ({
    body: `<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item><versionNumber>3</versionNumber><versionDescription>${description}</versionDescription></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>`,
  })
  const added = {
    body: '<CreateLaunchTemplateVersionResponse><launchTemplateVersion><versionNumber>4</versionNumber></launchTemplateVersion></CreateLaunchTemplateVersionResponse>',
  }
  const observed = { templateId: 'lt-1', version: 1, hash: 'another' }

  it('gets a version of its own, once', async () => {
    let hash = ''
    await withStub(
      { DescribeLaunchTemplateVersions: versions('another'), CreateLaunchTemplateVersion: added },
      async ({ cx, calls }) => {
        const synced = await launchTemplate.sync!(cx, observed, template)
        expect(synced).to.include({ templateId: 'lt-1', version: 4 })
        hash = synced.hash
        expect(calls).to.deep.equal(['DescribeLaunchTemplateVersions', 'CreateLaunchTemplateVersion'])
        expect(await launchTemplate.sync!(cx, synced, template)).to.deep.equal(synced)
        expect(calls).to.have.length(2)
      },
    )
    await withStub({ DescribeLaunchTemplateVersions: versions(hash) }, async ({ cx, calls }) => {
      expect(await launchTemplate.sync!(cx, observed, template)).to.deep.equal({ templateId: 'lt-1', version: 3, hash })
      expect(calls).to.deep.equal(['DescribeLaunchTemplateVersions'])
    })
  })
})

describe('an instance that was stopped by hand', () => {
  it('is started once, waited for, and has the address again', async () => {
    const script = {
      DescribeInstances: [instances('stopping'), instances('stopped'), instances('stopped'), instances('running')],
      StartInstances: done,
      DescribeAddresses: addresses(''),
      AssociateAddress: done,
      GetProducts: { body: JSON.stringify({ PriceList: [] }) },
    }
    await withStub(script, async ({ cx, calls }) => {
      const seen = {
        instanceId: 'i-1',
        type: 't3.large',
        market: 'on-demand',
        zone: 'eu-west-1a',
        privateIp: '',
        launchedAt: '',
        running: false,
        cpuCredits: 'standard',
      } as const
      const props = {
        templateId: 'lt-1',
        version: 1,
        types: ['t3.large'],
        subnets: [],
        market: 'on-demand',
        allocationId: 'eipalloc-1',
      } as const
      expect(await instance.sync!(cx, seen, props)).to.include({ instanceId: 'i-1' })
      expect(calls.filter((call) => call === 'StartInstances')).to.have.length(1)
      expect(calls.at(-1)).to.equal('AssociateAddress')
    })
  })
})

describe('a role with policies that were attached by hand', () => {
  it('lets go of them before it goes', async () => {
    const ours =
      '<Tags><member><Key>geusemaker:stack-id</Key><Value>00000000-0000-4000-8000-000000000001</Value></member></Tags>'
    const script = {
      GetInstanceProfile: {
        body: `<GetInstanceProfileResponse><GetInstanceProfileResult><InstanceProfile>${ours}</InstanceProfile></GetInstanceProfileResult></GetInstanceProfileResponse>`,
      },
      GetRole: {
        body: `<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName>${ours}</Role></GetRoleResult></GetRoleResponse>`,
      },
      RemoveRoleFromInstanceProfile: done,
      DeleteRolePolicy: done,
      DeleteRole: [{ status: 409, body: queryError('DeleteConflict', 'must detach all policies first') }, done],
      ListAttachedRolePolicies: {
        body: '<ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><AttachedPolicies><member><PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn></member></AttachedPolicies></ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>',
      },
      DetachRolePolicy: done,
      DeleteInstanceProfile: done,
    }
    await withStub(script, async ({ cx, calls, bodies }) => {
      await instanceProfile.destroy(cx, { identity: { name: 'r' }, observed: { name: 'r' } })
      expect(calls.slice(2, 4)).to.have.members(['RemoveRoleFromInstanceProfile', 'DeleteRolePolicy'])
      expect(calls.slice(4).filter((call) => call !== 'DeleteInstanceProfile')).to.deep.equal([
        'DeleteRole',
        'ListAttachedRolePolicies',
        'DetachRolePolicy',
        'DeleteRole',
      ])
      expect(calls).to.include('DeleteInstanceProfile')
      expect(bodies.join('\n')).to.contain(encodeURIComponent('arn:aws:iam::aws:policy/ReadOnlyAccess'))
    })
  })
})

describe('a role or a profile of the same name that is not ours', () => {
  const theirs =
    '<Tags><member><Key>geusemaker:stack-id</Key><Value>00000000-0000-4000-8000-00000000000f</Value></member></Tags>'
  const ours = theirs.replace('00f<', '001<')
  const profile = (tags: string) => ({
    body: `<GetInstanceProfileResponse><GetInstanceProfileResult><InstanceProfile>${tags}</InstanceProfile></GetInstanceProfileResult></GetInstanceProfileResponse>`,
  })
  const role = (tags: string) => ({
    body: `<GetRoleResponse><GetRoleResult><Role>${tags}</Role></GetRoleResult></GetRoleResponse>`,
  })
  const destroyed = async (script: Parameters<typeof withStub>[0]) => {
    let changing: readonly string[] = []
    await withStub(script, async ({ cx, calls }) => {
      await instanceProfile.destroy(cx, { identity: { name: 'r' }, observed: { name: 'r' } })
      changing = calls.filter((call) => !call.startsWith('Get'))
    })
    return changing
  }

  it('stays, the role with its policy', async () => {
    const script = { GetInstanceProfile: profile(ours), GetRole: role(theirs) }
    const changing = await destroyed({ ...script, RemoveRoleFromInstanceProfile: done, DeleteInstanceProfile: done })
    expect(changing).to.deep.equal(['RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile'])
  })

  it('stays, the profile with whatever is in it', async () => {
    const script = { GetInstanceProfile: profile(theirs), GetRole: role(ours) }
    expect(await destroyed({ ...script, DeleteRolePolicy: done, DeleteRole: done })).to.deep.equal([
      'DeleteRolePolicy',
      'DeleteRole',
    ])
  })
})

describe('half an instance profile', () => {
  it('is found by its role alone, and made whole', async () => {
    const ours =
      '<Tags><member><Key>geusemaker:stack-id</Key><Value>00000000-0000-4000-8000-000000000001</Value></member></Tags>'
    const script = {
      GetInstanceProfile: { status: 404, body: queryError('NoSuchEntity', 'no') },
      GetRole: { body: `<GetRoleResponse><GetRoleResult><Role>${ours}</Role></GetRoleResult></GetRoleResponse>` },
      CreateInstanceProfile: done,
      PutRolePolicy: done,
      AddRoleToInstanceProfile: done,
    }
    await withStub(script, async ({ cx, calls }) => {
      const found = await instanceProfile.find(cx, { identity: { name: 'r' } })
      expect(found).to.have.deep.property('there').that.includes({ profile: false, role: true, member: false })
      if (found === undefined || 'length' in found) throw new Error('not one')
      await instanceProfile.sync!(cx, found, { fileSystemArn: 'arn', parameterPath: '/x' })
      expect(calls[2]).to.equal('CreateInstanceProfile')
      expect(calls.slice(3)).to.have.members(['PutRolePolicy', 'AddRoleToInstanceProfile'])
    })
  })
})

describe('an address that is still in use', () => {
  it('is taken away before it is given back', async () => {
    await withStub(
      {
        DescribeAddresses: addresses('<associationId>eipassoc-1</associationId>'),
        DisassociateAddress: done,
        ReleaseAddress: done,
      },
      async ({ cx, calls }) => {
        await elasticIp.destroy(cx, {
          identity: { node: 'elastic-ip' },
          observed: { allocationId: 'eipalloc-1', ip: '203.0.113.7' },
        })
        expect(calls).to.deep.equal(['DescribeAddresses', 'DisassociateAddress', 'ReleaseAddress'])
      },
    )
  })
})

describe('an instance whose agent does not answer', () => {
  it('is heard over its console', async () => {
    const text = [
      'Cloud-init finished',
      'gm-boot: packages ok 12000ms',
      'gm-boot: failed in mount: fs-1 could not be mounted',
    ].join('\n')
    const script = {
      SendCommand: { status: 400, body: jsonError('InvalidInstanceId', 'not registered') },
      GetConsoleOutput: {
        body: `<GetConsoleOutputResponse><instanceId>i-1</instanceId><output>${Buffer.from(text).toString('base64')}</output></GetConsoleOutputResponse>`,
      },
    }
    await withStub(script, async ({ cx }) => {
      const { reason, lines } = await bootDiagnostics(cx, 'i-1')
      expect(reason).to.equal('failed in mount: fs-1 could not be mounted')
      expect(lines).to.have.length(3)
    })
  })

  it('hides nothing when nobody tells its story', async () => {
    const refused = { status: 400, body: jsonError('InvalidInstanceId', 'not registered') }
    await withStub(
      { SendCommand: refused, GetConsoleOutput: { status: 400, body: ec2Error('InvalidInstanceID.NotFound', 'gone') } },
      async ({ cx }) => {
        expect(await bootDiagnostics(cx, 'i-1')).to.deep.equal({ lines: [] })
      },
    )
  })
})

describe('an instance type that is in no table', () => {
  const needs = { instance: { types: ['z9.large'], market: 'spot' } } as const
  const request = { needs, memoryMiB: 2048, allowExpensive: false }
  const described = (memory: number) => ({
    body: `<DescribeInstanceTypesResponse><instanceTypeSet><item><instanceType>z9.large</instanceType><vCpuInfo><defaultVCpus>4</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>${memory}</sizeInMiB></memoryInfo><processorInfo><supportedArchitectures><item>arm64</item></supportedArchitectures></processorInfo></item></instanceTypeSet></DescribeInstanceTypesResponse>`,
  })

  it('is described by EC2', async () => {
    await withStub({ DescribeInstanceTypes: described(16384) }, async ({ aws }) => {
      expect(await candidatesFor(aws, request)).to.deep.equal({
        arch: 'arm64',
        types: [{ type: 'z9.large', memoryMiB: 16384, vcpu: 4 }],
      })
    })
  })

  it('is refused when it is too small, or not there', async () => {
    await withStub({ DescribeInstanceTypes: described(2048) }, async ({ aws }) => {
      expect((await thrownBy(() => candidatesFor(aws, request))).message).to.contain('z9.large has 2048 MiB')
    })
    await withStub(
      { DescribeInstanceTypes: { status: 400, body: ec2Error('InvalidInstanceType', 'z9.large') } },
      async ({ aws }) => {
        const error = await thrownBy(() => discover(aws, request))
        expect(error.message).to.contain('There is no instance type z9.large')
      },
    )
  })
})
