// The resources around one instance, made call by call, so that a test can leave one out.
import type { Account } from '../account/account.js'
import { child, items, leaf } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { bundlePath, type Files, goodFiles, userDataFor, wholeOf } from './bundle.js'
import { type XmlReply, efs, json, query, until } from './caller.js'

/** What a test may break. */
export interface Breaks {
  readonly files?: (files: Files) => void
  readonly policy?: (statements: Params[]) => Params[]
  readonly noSecret?: true
  /** Which part of the bundle is not in the parameter store. */
  readonly noPart?: number
  readonly noAddress?: true
  readonly noGateway?: true
  readonly noMountTarget?: true
  readonly closedFileSystem?: true
}

/** What was made. */
export interface Stack {
  readonly instanceId: string
  readonly address: string
  readonly fileSystemId: string
  readonly subnetId: string
  readonly groupId: string
  readonly vpcId: string
}

const owner = '123456789012'

function must(reply: XmlReply): XmlReply {
  if (reply.code !== undefined) throw new Error(`${reply.code}: ${reply.text}`)
  return reply
}

function statements(fileSystemId: string): Params[] {
  return [
    { Effect: 'Allow', Action: ['ssm:UpdateInstanceInformation', 'ssmmessages:*Channel'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: 'ssm:GetParametersByPath',
      Resource: `arn:aws:ssm:us-east-1:${owner}:parameter/geusemaker/shop`,
    },
    {
      Effect: 'Allow',
      Action: ['ssm:GetParametersByPath'],
      Resource: `arn:aws:ssm:us-east-1:${owner}:parameter${bundlePath}/*`,
    },
    {
      Effect: 'Allow',
      Action: 'elasticfilesystem:Client*',
      Resource: `arn:aws:elasticfilesystem:us-east-1:${owner}:file-system/${fileSystemId}`,
    },
    { Effect: 'Allow', Action: ['ec2:CreateTags', 'ec2:DescribeInstances'], Resource: '*' },
  ]
}

async function makeRole(account: Account, policy: Params[]): Promise<void> {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  })
  must(await query(account, 'iam', 'CreateRole', { RoleName: 'shop', AssumeRolePolicyDocument: trust }))
  must(
    await query(account, 'iam', 'PutRolePolicy', {
      RoleName: 'shop',
      PolicyName: 'shop',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: policy }),
    }),
  )
  must(await query(account, 'iam', 'CreateInstanceProfile', { InstanceProfileName: 'shop' }))
  must(await query(account, 'iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'shop', RoleName: 'shop' }))
}

async function makeGroup(account: Account, vpcId: string, name: string, rule?: Params): Promise<string> {
  const id = leaf(
    must(await query(account, 'ec2', 'CreateSecurityGroup', { GroupName: name, GroupDescription: name, VpcId: vpcId }))
      .root,
    'groupId',
  )
  if (rule) must(await query(account, 'ec2', 'AuthorizeSecurityGroupIngress', { GroupId: id, IpPermissions: [rule] }))
  return id
}

async function makeNetwork(account: Account, breaks: Breaks): Promise<{ vpcId: string; subnetId: string }> {
  const vpcId = leaf(
    child(must(await query(account, 'ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' })).root, 'vpc'),
    'vpcId',
  )
  const subnetId = leaf(
    child(
      must(
        await query(account, 'ec2', 'CreateSubnet', {
          VpcId: vpcId,
          CidrBlock: '10.0.0.0/24',
          AvailabilityZone: 'us-east-1a',
        }),
      ).root,
      'subnet',
    ),
    'subnetId',
  )
  if (breaks.noGateway) return { vpcId, subnetId }
  const InternetGatewayId = leaf(
    child(must(await query(account, 'ec2', 'CreateInternetGateway')).root, 'internetGateway'),
    'internetGatewayId',
  )
  must(await query(account, 'ec2', 'AttachInternetGateway', { InternetGatewayId, VpcId: vpcId }))
  const tables = items(
    must(await query(account, 'ec2', 'DescribeRouteTables', { Filter: [{ Name: 'vpc-id', Value: [vpcId] }] })).root,
    'routeTableSet',
  )
  must(
    await query(account, 'ec2', 'CreateRoute', {
      RouteTableId: leaf(tables[0] ?? {}, 'routeTableId'),
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: InternetGatewayId,
    }),
  )
  return { vpcId, subnetId }
}

async function makeFileSystem(account: Account): Promise<string> {
  const made = await efs(account, 'POST', 'file-systems', { CreationToken: 'shop', Encrypted: true })
  const id = String(made.data['FileSystemId'])
  await until('the file system', async () =>
    (await efs(account, 'GET', `file-systems?FileSystemId=${id}`)).text.includes('"available"'),
  )
  return id
}

/** Launches the instance of a template, again and again until its profile is usable. */
async function launch(account: Account, template: Params): Promise<string> {
  must(
    await query(account, 'ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'shop', LaunchTemplateData: template }),
  )
  const LaunchTemplate = { LaunchTemplateName: 'shop', Version: '1' }
  const reply = await until('the launch', async () => {
    const tried = await query(account, 'ec2', 'RunInstances', { LaunchTemplate, MinCount: '1', MaxCount: '1' })
    return tried.code === 'InvalidParameterValue' ? undefined : must(tried)
  })
  return leaf(items(reply.root, 'instancesSet')[0] ?? {}, 'instanceId')
}

function giveAddress(account: Account, InstanceId: string, AllocationId: string): Promise<XmlReply> {
  return until('the address', async () => {
    const tried = await query(account, 'ec2', 'AssociateAddress', { InstanceId, AllocationId })
    return tried.code === undefined ? tried : undefined
  })
}

const web: Params = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }

async function keepBundle(account: Account, files: Files, left?: number): Promise<void> {
  const { sha256, parts } = wholeOf(files)
  for (const [index, Value] of parts.entries())
    if (index !== left)
      await json(account, 'ssm', 'PutParameter', {
        Name: `${bundlePath}/${sha256.slice(0, 16)}/0${index}`,
        Value,
        Type: 'String',
      })
}

/** Makes a network, a file system, a role, a secret, an address and an instance, but for what the test breaks. */
export async function makeStack(account: Account, breaks: Breaks = {}): Promise<Stack> {
  const { vpcId, subnetId } = await makeNetwork(account, breaks)
  const groupId = await makeGroup(account, vpcId, 'instance', web)
  const nfs: Params = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, Groups: [{ GroupId: groupId }] }
  const storage = await makeGroup(account, vpcId, 'storage', breaks.closedFileSystem ? undefined : nfs)
  const fileSystemId = await makeFileSystem(account)
  if (!breaks.noMountTarget)
    await efs(account, 'POST', 'mount-targets', {
      FileSystemId: fileSystemId,
      SubnetId: subnetId,
      SecurityGroups: [storage],
    })
  await makeRole(account, breaks.policy ? breaks.policy(statements(fileSystemId)) : statements(fileSystemId))
  if (!breaks.noSecret)
    await json(account, 'ssm', 'PutParameter', {
      Name: '/geusemaker/shop/n8n/key',
      Value: 'hush',
      Type: 'SecureString',
    })
  const allocated = must(await query(account, 'ec2', 'AllocateAddress', { Domain: 'vpc' })).root
  const address = leaf(allocated, 'publicIp')
  const files = goodFiles({ account: owner, fileSystemId, address })
  breaks.files?.(files)
  await keepBundle(account, files, breaks.noPart)
  const instanceId = await launch(account, {
    ImageId: 'ami-12c6146b',
    InstanceType: 't3.large',
    UserData: userDataFor(files),
    IamInstanceProfile: { Name: 'shop' },
    NetworkInterface: [
      { DeviceIndex: '0', SubnetId: subnetId, SecurityGroupId: [groupId], DeleteOnTermination: 'true' },
    ],
  })
  if (!breaks.noAddress && !breaks.noGateway) await giveAddress(account, instanceId, leaf(allocated, 'allocationId'))
  return { instanceId, address, fileSystemId, subnetId, groupId, vpcId }
}

/** Waits until the boot is over and returns the last value of the phase tag. */
export function bootPhase(account: Account, instanceId: string): Promise<string> {
  return until('the end of the boot', async () => {
    const value = await phaseTag(account, instanceId)
    return value === 'ready' || value.startsWith('failed:') ? value : undefined
  })
}

/** What the tag of the instance says of its boot, '' before it says anything. */
export async function phaseTag(account: Account, instanceId: string): Promise<string> {
  const reply = await query(account, 'ec2', 'DescribeTags', {
    Filter: [
      { Name: 'resource-id', Value: [instanceId] },
      { Name: 'key', Value: ['geusemaker:phase'] },
    ],
  })
  return leaf(items(reply.root, 'tagSet')[0] ?? {}, 'value')
}

/** The instance's console. */
export async function consoleOf(account: Account, instanceId: string): Promise<string> {
  return Buffer.from(
    leaf((await query(account, 'ec2', 'GetConsoleOutput', { InstanceId: instanceId })).root, 'output'),
    'base64',
  ).toString()
}
