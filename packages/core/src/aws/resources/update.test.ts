// What the built-in resources can change in place, and that they take away nothing that they did not make.
import { expect } from 'chai'
import { withStub } from '../stub-aws.test.js'
import { changesOf } from '../common/changes.js'
import { instance } from './compute/instance.js'
import { launchTemplate } from './compute/launch-template.js'
import { instanceProfile } from './iam/instance-profile.js'
import { securityGroup } from './network/security-group.js'
import { mountTarget } from './storage/mount-target.js'

const done = { body: '<Response><return>true</return></Response>' }

function rule(port: number) {
  return { port, protocol: 'tcp' as const, from: { cidr: '0.0.0.0/0' }, description: 'open' }
}

const group = { vpcId: 'vpc-1', purpose: 'instance' }

describe('changes of props', () => {
  it('are told field by field, whatever the order of keys, with long texts by their digest', () => {
    const changes = changesOf({ a: { x: 1, y: 2 }, b: 'x'.repeat(100) }, { a: { y: 2, x: 1 }, b: 'y', d: 1 }, ['b'])
    expect(changes).to.deep.equal([
      { field: 'b', from: 'sha256:' + (changes[0]?.from as string).slice(7), to: 'y', action: 'update' },
      { field: 'd', from: undefined, to: 1, action: 'replace' },
    ])
    expect(changes[0]?.from).to.match(/^sha256:[0-9a-f]{16}$/)
  })
})

describe('a security group with other rules', () => {
  const props = { ...group, rules: [rule(443)] }
  const made = [
    { ...group, rules: [rule(80), rule(443)] },
    { ...group, rules: [rule(80), rule(8080)] },
  ]

  it('is the same group, in another network another one', () => {
    expect(securityGroup.diff!(made[0]!, props).map(({ field, action }) => [field, action])).to.deep.equal([
      ['rules', 'update'],
    ])
    expect(securityGroup.diff!(made[0]!, { ...props, vpcId: 'vpc-2' })[0]).to.include({
      field: 'vpcId',
      action: 'replace',
    })
  })

  it('loses those that we made and do not want, and no other', async () => {
    const open = ['tcp 80 0.0.0.0/0', 'tcp 443 0.0.0.0/0', 'tcp 22 198.51.100.0/24']
    await withStub({ RevokeSecurityGroupIngress: done }, async ({ cx, calls }) => {
      const observed = { groupId: 'sg-1', open }
      expect(await securityGroup.update!(cx, observed, props, made)).to.deep.equal(observed)
      expect(calls).to.deep.equal(['RevokeSecurityGroupIngress'])
    })
  })
})

describe('a mount target with another security group', () => {
  const made = { fileSystemId: 'fs-1', subnetId: 'subnet-1', groupId: 'sg-1' }

  it('is given that, and stays', async () => {
    const props = { ...made, groupId: 'sg-2' }
    expect(mountTarget.diff!(made, props)).to.deep.equal([
      { field: 'groupId', from: 'sg-1', to: 'sg-2', action: 'update' },
    ])
    await withStub(
      { 'PUT /2015-02-01/mount-targets/fsmt-1/security-groups': { status: 204, body: '' } },
      async ({ cx, calls }) => {
        const observed = { mountTargetId: 'fsmt-1', ip: '10.0.0.1' }
        expect(await mountTarget.update!(cx, observed, props, [made])).to.deep.equal(observed)
        expect(calls).to.have.length(1)
      },
    )
  })
})

describe('an instance profile with other grants', () => {
  it('has its policy written anew', async () => {
    const grants = {
      fileSystemArn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-2',
      parameterPath: '/p',
    }
    await withStub({ CreateRole: done, PutRolePolicy: done }, async ({ cx, calls }) => {
      const observed = { name: 'gm-role' }
      expect(await instanceProfile.update!(cx, observed, grants, [])).to.deep.equal(observed)
      expect(calls).to.deep.equal(['CreateRole', 'PutRolePolicy'])
    })
  })
})

describe('an instance', () => {
  const made = {
    templateId: 'lt-1',
    version: 1,
    types: ['t3.large'],
    subnets: [],
    market: 'spot' as const,
    allocationId: 'eipalloc-1',
  }

  it('takes another address and bundle; for what it was launched with another goes in its place, never beside it', () => {
    expect(instance.diff!(made, { ...made, allocationId: 'eipalloc-2' })[0]).to.include({ action: 'update' })
    const bundle = { ...made, version: 2, digest: 'a'.repeat(64) }
    expect(instance.diff!(made, bundle).map(({ field, action }) => [field, action])).to.deep.equal([
      ['version', 'update'],
      ['digest', 'update'],
    ])
    for (const other of [{ imageId: 'ami-2' }, { types: ['m6i.large'] }, { market: 'on-demand' as const }])
      expect(instance.diff!(made, { ...made, ...other })[0]).to.include({ action: 'replace' })
    const sized = { ...made, diskGiB: 60 }
    expect(instance.diff!(sized, { ...made, diskGiB: 40 })[0]).to.include({ action: 'update' })
    expect(instance.diff!(sized, { ...made, diskGiB: 80 })[0]).to.include({ action: 'replace' })
    expect(instance.replace).to.equal('destroy-first')
  })
})

describe('a launch template', () => {
  it('takes any content, and a plan knows that its version will be another', () => {
    const made = {
      imageId: 'ami-1',
      rootDevice: '/dev/xvda',
      diskGiB: 40,
      groupId: 'sg-1',
      userData: 'a',
    }
    expect(
      launchTemplate.diff!(made, { ...made, userData: 'b', diskGiB: 50 }).map(({ action }) => action),
    ).to.deep.equal(['update', 'update'])
    expect(launchTemplate.stable).to.deep.equal(['templateId'])
  })
})
