// The least that makes the same stack: the same AWS calls, each as soon as AWS allows it, with no state, no lookups and
// no second thoughts. What gm takes longer than this is gm's own.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandText, phaseTagKey, readPhaseTag, verbs } from '@geuse/instance-contract'
import { isGmError } from '@geuse/plugin-api'
import { core } from './core.mjs'

const { createFleet, httpProbe, instancePolicy, launchTemplate, profileNameOf, tagSpecification, tagsOf, trustPolicy } =
  core
const waits = {
  clock: { now: Date.now, sleep: (ms) => sleep(ms) },
  signal: new AbortController().signal,
  note: () => undefined,
}
/** What tier `dev` opens to everybody. */
const publicPorts = [80, 443]
const firstPauseMs = 250
const growth = 1.6
const longestPauseMs = 3000

/**
 * @param prepared what `deploy.prepare` of gm found: facts, services, clients
 * @returns when the public URL has answered
 */
export async function deployByHand({ scope: { clients }, document, facts, stack }) {
  const [ec2, efs, iam, ssm] = await Promise.all([clients.ec2(), clients.efs(), clients.iam(), clients.ssm()])
  const ref = {
    name: document.stack_name,
    id: document.stack_id,
    region: document.region,
    accountId: document.account_id,
  }
  const as = (node) => ({ stack: ref, node, aws: clients, token: randomBytes(16).toString('hex'), ...waits })
  const world = { ec2, efs, iam, ssm, as, facts, stack }
  const network = makeNetwork(world)
  const secrets = Promise.all(stack.secrets.map(({ name, length }) => putSecret(world, name, length)))
  const address = ec2.allocateAddress({
    Domain: 'vpc',
    TagSpecifications: tagSpecification(as('elastic-ip'), 'elastic-ip'),
  })
  const files = efs.createFileSystem({
    CreationToken: as('file-system').token,
    Encrypted: true,
    Backup: true,
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'elastic',
    Tags: tagsOf(as('file-system')),
  })
  const profile = makeProfile(world, files)
  const { vpcId, subnets, way, group } = await network
  const [{ FileSystemId }, { AllocationId, PublicIp }] = await Promise.all([files, address])
  const doors = openDoors(world, { vpcId, subnets, group, FileSystemId })
  const site = stack.site(PublicIp)
  const { templateId } = await launchTemplate.create(as('launch-template'), {
    imageId: facts.image.id,
    rootDevice: facts.image.rootDevice,
    diskGiB: Math.max(stack.diskGiB, facts.image.minimumGiB),
    groupId: group,
    userData: stack.userData({ site, fileSystemId: FileSystemId, address: PublicIp }),
  })
  await Promise.all([secrets, way, profile])
  const id = await launch(world, {
    templateId,
    version: 1,
    types: facts.instanceTypes.map(({ type }) => type),
    subnets: await subnets,
  })
  await seen(world, id, ({ State }) => State.Name === 'running')
  await ec2.associateAddress({ AllocationId, InstanceId: id, AllowReassociation: true })
  await seen(
    world,
    id,
    ({ Tags = [] }) => readPhaseTag(Tags.find(({ Key }) => Key === phaseTagKey)?.Value).state === 'ready',
  )
  await Promise.all([doors.then(() => areOpen(world, FileSystemId)), isHealthy(world, id)])
  await again(async () => {
    const { status } = await httpProbe(site.url, clients.connection, 10_000)
    if (status !== 200) throw new NotYet()
  })
}

async function makeNetwork({ ec2, as, facts, stack }) {
  const { Vpc } = await ec2.createVpc({
    CidrBlock: '10.42.0.0/16',
    TagSpecifications: tagSpecification(as('vpc'), 'vpc'),
  })
  const vpcId = Vpc.VpcId
  const names = again(() => ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }))
  const subnets = Promise.all(facts.zones.map((zone, index) => makeSubnet({ ec2, as }, vpcId, zone, index)))
  const way = Promise.all([names, makeWay({ ec2, as }, vpcId)])
  const group = await makeGroup({ ec2, as }, vpcId, 'instance')
  const rules = publicPorts.map((port) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  }))
  const open = again(() => ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions: rules }))
  return { vpcId, subnets, group, way: Promise.all([way, open]) }
}

async function makeSubnet({ ec2, as }, VpcId, zone, index) {
  const request = {
    VpcId,
    CidrBlock: `10.42.${index * 16}.0/20`,
    AvailabilityZone: zone,
    TagSpecifications: tagSpecification(as(`subnet-${index + 1}`), 'subnet'),
  }
  const { Subnet } = await again(() => ec2.createSubnet(request))
  return { subnetId: Subnet.SubnetId, zone }
}

async function makeWay({ ec2, as }, VpcId) {
  const gateway = ec2.createInternetGateway({ TagSpecifications: tagSpecification(as('gateway'), 'internet-gateway') })
  const tables = ec2.describeRouteTables({
    Filters: [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name: 'association.main', Values: ['true'] },
    ],
  })
  const InternetGatewayId = (await gateway).InternetGateway.InternetGatewayId
  await again(() => ec2.attachInternetGateway({ InternetGatewayId, VpcId }))
  const [{ RouteTableId }] = (await tables).RouteTables
  await again(() => ec2.createRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId }))
}

async function makeGroup({ ec2, as }, VpcId, purpose) {
  const request = {
    GroupName: `hand-${purpose}`,
    Description: purpose,
    VpcId,
    TagSpecifications: tagSpecification(as(`security-group-${purpose}`), 'security-group'),
  }
  return (await again(() => ec2.createSecurityGroup(request))).GroupId
}

async function makeProfile({ iam, as, stack }, files) {
  const name = profileNameOf(as('x').stack)
  const tags = tagsOf(as('instance-profile'))
  await Promise.all([
    iam.createInstanceProfile({ InstanceProfileName: name, Tags: tags }),
    iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trustPolicy, Tags: tags }),
  ])
  const grants = { fileSystemArn: (await files).FileSystemArn, parameterPath: stack.parameterPath }
  await Promise.all([
    iam.putRolePolicy({ RoleName: name, PolicyName: 'hand', PolicyDocument: instancePolicy(as('x').stack, grants) }),
    iam.addRoleToInstanceProfile({ InstanceProfileName: name, RoleName: name }),
  ])
}

function putSecret({ ssm, as, stack }, name, length) {
  const Value = randomBytes(length).toString('hex').slice(0, length)
  return ssm.putParameter({
    Name: `${stack.parameterPath}/${name}`,
    Type: 'SecureString',
    Value,
    Tags: tagsOf(as('secrets')),
  })
}

async function openDoors({ ec2, efs, as }, { vpcId, subnets, group, FileSystemId }) {
  const files = await makeGroup({ ec2, as }, vpcId, 'files')
  const rule = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, UserIdGroupPairs: [{ GroupId: group }] }
  await again(() => ec2.authorizeSecurityGroupIngress({ GroupId: files, IpPermissions: [rule] }))
  await Promise.all(
    (await subnets).map(({ subnetId }) =>
      again(() => efs.createMountTarget({ FileSystemId, SubnetId: subnetId, SecurityGroups: [files] })),
    ),
  )
}

/** IAM is late with new profiles. */
function launch({ as }, props) {
  return again(async () => {
    const launched = await createFleet(as('instance'), { ...props, market: 'spot' }, 'spot')
    if ('refusal' in launched) throw launched.refusal
    return launched.instanceId
  })
}

function seen({ ec2 }, id, wanted) {
  return again(async () => {
    const { Reservations } = await ec2.describeInstances({ InstanceIds: [id] })
    if (!wanted(Reservations[0].Instances[0])) throw new NotYet()
  })
}

function areOpen({ efs }, FileSystemId) {
  return again(async () => {
    const { MountTargets } = await efs.describeMountTargets({ FileSystemId })
    if (MountTargets.some(({ LifeCycleState }) => LifeCycleState !== 'available')) throw new NotYet()
  })
}

async function isHealthy({ ssm }, id) {
  const request = {
    InstanceIds: [id],
    DocumentName: 'AWS-RunShellScript',
    Parameters: { commands: commandText('health').split('\n') },
  }
  const { Command } = await again(() => ssm.sendCommand(request))
  await again(async () => {
    const { Status, StandardOutputContent } = await ssm.getCommandInvocation({
      InstanceId: id,
      CommandId: Command.CommandId,
    })
    if (
      Status !== 'Success' ||
      verbs.health.answer.parse(JSON.parse(StandardOutputContent)).probes.some(({ ok, critical }) => critical && !ok)
    )
      throw new NotYet()
  })
}

/** What is asked for is on its way. */
class NotYet extends Error {}

/** AWS is late with much of what it made; asked again as seldom as gm asks. Anything else is a mistake in here. */
async function again(work) {
  for (let pause = firstPauseMs, left = 600; ; pause = Math.min(pause * growth, longestPauseMs), left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left === 0 || !(isGmError(error) || error instanceof NotYet)) throw error
      await sleep(pause)
    }
  }
}
