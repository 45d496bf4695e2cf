// What of a thing is ours, what is put back, and what is never done: the edges of single resources.
import { expect } from 'chai'
import { ec2Error, jsonError, queryError, thrownBy, withStub } from '../stub-aws.test.js'
import { securityGroup } from './network/security-group.js'
import { internetGateway } from './network/internet-gateway.js'
import { instancePolicy } from './iam/instance-policy.js'
import { instanceProfile } from './iam/instance-profile.js'
import { mountTarget } from './storage/mount-target.js'
import { secrets } from './secrets/secrets.js'
import { vpc } from './network/vpc.js'

const done = { body: '<Response><return>true</return></Response>' }
const rules = [443, 80].map(
  (port) => ({ port, protocol: 'tcp', from: { cidr: '0.0.0.0/0' }, description: 'x' }) as const,
)

describe('stock', () => {
  it('puts back only the rules that are missing', async () => {
    await withStub({ AuthorizeSecurityGroupIngress: done }, async ({ cx, bodies }) => {
      await securityGroup.sync!(
        cx,
        { groupId: 'sg-1', open: ['tcp 443 0.0.0.0/0'] },
        { vpcId: 'vpc-1', purpose: 'instance', rules },
      )
      const form = new URLSearchParams(bodies[0])
      expect(form.get('IpPermissions.1.FromPort')).to.equal('80')
      expect(form.has('IpPermissions.2.FromPort')).to.equal(false)
    })
  })

  it('asks nothing when no rule is missing', async () => {
    await withStub({}, async ({ cx, calls }) => {
      await securityGroup.sync!(
        cx,
        { groupId: 'sg-1', open: ['tcp 443 0.0.0.0/0', 'tcp 80 0.0.0.0/0'] },
        { vpcId: 'vpc-1', purpose: 'instance', rules },
      )
      expect(calls).to.deep.equal([])
    })
  })

  it('replaces a default route that leads into a gateway that is gone', async () => {
    const table =
      '<item><routeTableId>rtb-1</routeTableId><routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><state>blackhole</state></item></routeSet></item>'
    const tables = {
      body: `<DescribeRouteTablesResponse><routeTableSet>${table}</routeTableSet></DescribeRouteTablesResponse>`,
    }
    await withStub({ DescribeRouteTables: tables, ReplaceRoute: done }, async ({ cx, calls }) => {
      await internetGateway.sync!(cx, { gatewayId: 'igw-1', attached: ['vpc-1'] }, { vpcId: 'vpc-1' })
      expect(calls).to.deep.equal(['DescribeRouteTables', 'ReplaceRoute'])
    })
  })

  it('does not take a profile of another stack for its own, whatever its name', async () => {
    const theirs = '<Tags><member><Key>geusemaker:stack-id</Key><Value>another</Value></member></Tags>'
    const profile = `<InstanceProfile><Arn>arn</Arn><InstanceProfileName>x</InstanceProfileName>${theirs}</InstanceProfile>`
    const answer = {
      body: `<GetInstanceProfileResponse><GetInstanceProfileResult>${profile}</GetInstanceProfileResult></GetInstanceProfileResponse>`,
    }
    const taken = { status: 409, body: queryError('EntityAlreadyExists', 'taken') }
    const none = { status: 404, body: queryError('NoSuchEntity', 'no') }
    const script = { GetInstanceProfile: answer, GetRole: none, CreateInstanceProfile: taken, CreateRole: done }
    await withStub(script, async ({ cx }) => {
      expect(await instanceProfile.find(cx, { identity: { name: 'x' } })).to.equal(undefined)
      const error = await thrownBy(() => instanceProfile.create(cx, { fileSystemArn: 'arn', parameterPath: '/x' }))
      expect(error.code).to.equal('CONFLICT')
      expect(error.message).to.contain('was not touched')
    })
  })

  it('never takes "access denied" for "gone"', async () => {
    await withStub({ DescribeVpcs: { status: 403, body: ec2Error('UnauthorizedOperation', 'no') } }, async ({ cx }) => {
      expect((await thrownBy(async () => vpc.find(cx, { identity: { node: 'vpc' } }))).code).to.equal('DENIED')
    })
  })

  it('counts what is gone already as deleted, and waits for what still hangs on it', async () => {
    const busy = { status: 400, body: ec2Error('DependencyViolation', 'busy') }
    const gone = { status: 400, body: ec2Error('InvalidVpcID.NotFound', 'gone') }
    await withStub({ DeleteVpc: [busy, busy, gone] }, async ({ cx, calls }) => {
      await vpc.destroy(cx, { identity: { node: 'vpc' }, observed: { vpcId: 'vpc-1' } })
      expect(calls).to.have.length(3)
      expect(cx.notes).to.deep.equal(['waiting for vpc-1 to be let go of'])
    })
  })

  it('asks for a mount target again while the file system comes up', async () => {
    const early = { status: 409, body: jsonError('IncorrectFileSystemLifeCycleState', 'creating') }
    const made = { body: JSON.stringify({ MountTargetId: 'fsmt-1', IpAddress: '10.42.0.4' }) }
    await withStub({ 'POST /2015-02-01/mount-targets': [early, early, made] }, async ({ cx }) => {
      const props = { fileSystemId: 'fs-1', subnetId: 'subnet-1', groupId: 'sg-1' }
      expect(await mountTarget.create(cx, props)).to.deep.equal({ mountTargetId: 'fsmt-1', ip: '10.42.0.4' })
    })
  })

  it('makes each secret once: what is there is found, never overwritten, never read', async () => {
    const exists = { status: 400, body: jsonError('ParameterAlreadyExists', 'there') }
    const made = { body: JSON.stringify({ Version: 1 }) }
    const declared = ['a', 'b'].map((name) => ({ name: `n8n/${name}`, length: 24, alphabet: 'alnum' }) as const)
    await withStub({ PutParameter: [exists, made] }, async ({ cx, bodies }) => {
      const outputs = await secrets.create(cx, { declared })
      expect(outputs).to.deep.equal({ path: '/geusemaker/my-stack-00000000', versions: { 'n8n/a': 1, 'n8n/b': 1 } })
      const sent = bodies.map((body) => JSON.parse(body) as { Overwrite: boolean; Type: string; Value: string })
      expect(sent.every(({ Overwrite, Type }) => !Overwrite && Type === 'SecureString')).to.equal(true)
      expect(JSON.stringify(outputs)).to.not.contain(sent[0]!.Value)
    })
  })

  it('lets the instance read its own secrets and bundles, and no others', () => {
    const stack = { name: 's', id: 'uuid', region: 'eu-west-1', accountId: '123456789012' }
    const policy = instancePolicy(stack, {
      fileSystemArn: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1',
      parameterPath: '/geusemaker/s-uuid',
    })
    const { Statement } = JSON.parse(policy) as { Statement: { Action: string[]; Resource: string[] }[] }
    const reading = Statement.filter(({ Action }) => Action.some((action) => action.startsWith('ssm:Get')))
    expect(reading.flatMap(({ Resource }) => Resource)).to.deep.equal([
      'arn:aws:ssm:eu-west-1:123456789012:parameter/geusemaker/s-uuid',
      'arn:aws:ssm:eu-west-1:123456789012:parameter/geusemaker/s-uuid/*',
      'arn:aws:ssm:eu-west-1:123456789012:parameter/geusemaker/bundles/s-uuid/*',
    ])
  })
})
