// The network that a stack could stand in without making one: the one that was asked for, or the account's default.
import type { RouteTable, Subnet, Vpc } from '@aws-sdk/client-ec2'
import { GmError } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'
import { allOf } from '../common/pages.js'
import { ifThere } from '../wait/consistency.js'
import { required } from '../common/required.js'

/** A public subnet that may be used. */
export interface AdoptableSubnet {
  readonly subnetId: string
  readonly zone: string
}

/** A network with public subnets, one a zone. */
export interface FoundNetwork {
  readonly vpcId: string
  readonly cidr: string
  readonly subnets: ReadonlyMap<string, AdoptableSubnet>
}

/** What was asked for. */
export interface WantedNetwork {
  readonly vpc?: string | undefined
  readonly subnet?: string | undefined
}

/**
 * @param aws clients of the run
 * @param wanted a VPC, a subnet, both or neither; `new` for one that is made
 * @returns the network, or undefined when none was asked for and the default one is missing, has no public subnet or
 * names no instances
 * @throws GmError NOT_FOUND when what was asked for is not there, CONFIG_INVALID when it cannot be used
 */
export async function findNetwork(aws: Clients, wanted: WantedNetwork): Promise<FoundNetwork | undefined> {
  if (wanted.vpc === 'new') return undefined
  const explicit = wanted.subnet !== undefined || wanted.vpc !== undefined
  const vpcId = wanted.subnet === undefined ? wanted.vpc : await vpcOfSubnet(aws, wanted.subnet, wanted.vpc)
  const vpc = await findVpc(aws, vpcId)
  if (!vpc) return undefined
  const id = required(vpc.VpcId, 'VpcId')
  const [subnets, named] = await Promise.all([routedSubnets(aws, id), resolvesNames(aws, id, explicit)])
  if (!named) return undefined
  const meant = subnets.filter(({ subnet }) => wanted.subnet === undefined || subnet.SubnetId === wanted.subnet)
  const usable = meant.filter(({ exit }) => exit === 'open').map(({ subnet }) => subnet)
  if (usable.length > 0) return { vpcId: id, cidr: required(vpc.CidrBlock, 'CidrBlock'), subnets: oneAZone(usable) }
  if (explicit) throw notPublic(id, wanted.subnet, meant)
  return undefined
}

async function vpcOfSubnet(aws: Clients, subnetId: string, vpcId: string | undefined): Promise<string> {
  const ec2 = await aws.ec2()
  const found = (await ifThere(() => ec2.describeSubnets({ SubnetIds: [subnetId] })))?.Subnets?.[0]
  if (!found)
    throw new GmError('NOT_FOUND', `There is no subnet ${subnetId} in ${aws.connection.region}`, {
      hints: ['aws ec2 describe-subnets'],
    })
  if (vpcId !== undefined && found.VpcId !== vpcId)
    throw new GmError('CONFIG_INVALID', `Subnet ${subnetId} is in ${found.VpcId}, not in ${vpcId}`)
  return required(found.VpcId, 'VpcId')
}

async function findVpc(aws: Clients, vpcId: string | undefined): Promise<Vpc | undefined> {
  const ec2 = await aws.ec2()
  const by = vpcId === undefined ? { Filters: [{ Name: 'is-default', Values: ['true'] }] } : { VpcIds: [vpcId] }
  const found = (await ifThere(() => ec2.describeVpcs(by)))?.Vpcs?.[0]
  if (found || vpcId === undefined) return found
  throw new GmError('NOT_FOUND', `There is no VPC ${vpcId} in ${aws.connection.region}`, {
    hints: ['aws ec2 describe-vpcs'],
  })
}

/** The file system is mounted by its name, which a network without either attribute does not resolve. */
async function resolvesNames(aws: Clients, VpcId: string, demanded: boolean): Promise<boolean> {
  const ec2 = await aws.ec2()
  const [support, names] = await Promise.all([
    ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsSupport' }),
    ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsHostnames' }),
  ])
  const named = support.EnableDnsSupport?.Value !== false && names.EnableDnsHostnames?.Value !== false
  if (!named && demanded) throw nameless(VpcId)
  return named
}

function nameless(VpcId: string): GmError {
  return new GmError('CONFIG_INVALID', `${VpcId} does not resolve names, which the file system needs`, {
    hints: [
      `aws ec2 modify-vpc-attribute --vpc-id ${VpcId} --enable-dns-support`,
      `aws ec2 modify-vpc-attribute --vpc-id ${VpcId} --enable-dns-hostnames`,
    ],
  })
}

/** Where the default route of a subnet leads: to the internet, to a gateway that is gone, or there is none. */
type Exit = 'open' | 'blackhole' | 'none'

interface RoutedSubnet {
  readonly subnet: Subnet
  readonly exit: Exit
}

async function routedSubnets(aws: Clients, vpcId: string): Promise<readonly RoutedSubnet[]> {
  const ec2 = await aws.ec2()
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }]
  const [subnets, tables] = await Promise.all([
    allOf(ec2.paginateDescribeSubnets({ Filters }), ({ Subnets }) => Subnets),
    allOf(ec2.paginateDescribeRouteTables({ Filters }), ({ RouteTables }) => RouteTables),
  ])
  return subnets
    .filter(({ AvailableIpAddressCount = 1 }) => AvailableIpAddressCount > 0)
    .map((subnet) => ({ subnet, exit: exitOf(tableOf(subnet.SubnetId, tables)) }))
}

function tableOf(subnetId: string | undefined, tables: readonly RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === subnetId))
  return own ?? tables.find(({ Associations }) => Associations?.some(({ Main }) => Main))
}

/** The route to a gateway that was detached or deleted stays behind as a black hole: that is no way out. */
function exitOf(table: RouteTable | undefined): Exit {
  const routes = (table?.Routes ?? []).filter(
    ({ DestinationCidrBlock, GatewayId }) => DestinationCidrBlock === '0.0.0.0/0' && GatewayId?.startsWith('igw-'),
  )
  if (routes.length === 0) return 'none'
  return routes.some(({ State }) => State !== 'blackhole') ? 'open' : 'blackhole'
}

/** The file system has one mount target a zone; of several subnets in one the roomiest is taken. */
function oneAZone(subnets: readonly Subnet[]): ReadonlyMap<string, AdoptableSubnet> {
  const roomiestLast = [...subnets].sort((a, b) => (a.AvailableIpAddressCount ?? 0) - (b.AvailableIpAddressCount ?? 0))
  const adoptable = roomiestLast.map(({ SubnetId, AvailabilityZone }) => ({
    subnetId: required(SubnetId, 'SubnetId'),
    zone: required(AvailabilityZone, 'AvailabilityZone'),
  }))
  return new Map(adoptable.map((subnet) => [subnet.zone, subnet]))
}

function notPublic(vpcId: string, subnetId: string | undefined, subnets: readonly RoutedSubnet[]): GmError {
  const lost = subnets.some(({ exit }) => exit === 'blackhole')
  const what = subnetId === undefined ? `${vpcId} has no subnet with a way out` : `Subnet ${subnetId} has no way out`
  const why = lost
    ? 'its default route leads to an internet gateway that is gone or not attached (blackhole)'
    : 'its route table has no internet gateway'
  return new GmError('CONFIG_INVALID', `${what}: ${why}`, {
    hints: [
      ...(lost ? [`aws ec2 attach-internet-gateway --vpc-id ${vpcId} --internet-gateway-id …   # mends it`] : []),
      'gm deploy --vpc new   # makes a network',
    ],
  })
}
