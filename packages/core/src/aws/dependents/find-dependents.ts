// What AWS may mean by "has a dependent object", for each kind of thing of ours that it says this of.
import type { IpPermission, Tag } from '@aws-sdk/client-ec2'
import { isGmError } from '@geuse/plugin-api'
import type { AwsContext } from '../common/context.js'
import { allOf } from '../common/pages.js'
import { isOurs } from '../common/tags.js'
import { type Dependent, tagsInWords } from './dependent.js'
import { foreignInterfaces } from './network-interfaces.js'

/** What these looks ask, beside what the things themselves need. */
export const dependentActions = {
  interfaces: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeInstances', 'elasticfilesystem:DescribeFileSystems'],
  vpc: [
    'ec2:DescribeInternetGateways',
    'ec2:DescribeNatGateways',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeVpnGateways',
  ],
} as const

/** @returns what is in a security group or named it in a rule, and is not the stack's */
export async function dependentsOfGroup(cx: AwsContext, groupId: string): Promise<readonly Dependent[]> {
  const found = await Promise.all([
    foreignInterfaces(cx, filter('group-id', groupId)),
    groupsNaming(cx, groupId, 'ingress'),
    groupsNaming(cx, groupId, 'egress'),
  ])
  return found.flat()
}

/** @returns what lies in a subnet and is not the stack's */
export function dependentsOfSubnet(cx: AwsContext, subnetId: string): Promise<readonly Dependent[]> {
  return foreignInterfaces(cx, filter('subnet-id', subnetId))
}

/** @returns what is reached through the gateway of a VPC, by a public address that is not the stack's */
export function dependentsOfAttachment(cx: AwsContext, vpcId: string): Promise<readonly Dependent[]> {
  return foreignInterfaces(cx, filter('vpc-id', vpcId), ({ Association }) => Association?.PublicIp !== undefined)
}

/** @returns what is in a VPC and is not the stack's, in the order in which it can be removed */
export async function dependentsOfVpc(cx: AwsContext, vpcId: string): Promise<readonly Dependent[]> {
  const looks = [endpoints, natGateways, interfaces, peerings, vpnGateways, gateways, groups, subnets, tables, acls]
  const found = await Promise.all(looks.map((look) => look(cx, vpcId).catch(nothingIfDenied)))
  return unique(found.flat())
}

/** Who may not look at one kind of thing is still told of the others. */
function nothingIfDenied(error: unknown): readonly Dependent[] {
  if (isGmError(error) && error.code === 'DENIED') return []
  throw error
}

/** An endpoint or a NAT gateway shows as its interfaces too, which go with it. */
function unique(dependents: readonly Dependent[]): readonly Dependent[] {
  return dependents.filter(({ removal }, index) => dependents.findIndex((one) => one.removal === removal) === index)
}

function filter(Name: string, value: string): { Name: string; Values: string[] }[] {
  return [{ Name, Values: [value] }]
}

type Look = (cx: AwsContext, vpcId: string) => Promise<readonly Dependent[]>

const interfaces: Look = (cx, vpcId) => foreignInterfaces(cx, filter('vpc-id', vpcId))

const endpoints: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeVpcEndpoints({ Filters: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ VpcEndpoints }) => VpcEndpoints)
  return found
    .filter(({ State }) => !/^delet/i.test(State ?? ''))
    .map(({ VpcEndpointId: id = '', ServiceName, Tags }) => ({
      kind: 'VPC endpoint',
      id,
      about: [ServiceName, tagsInWords(Tags)],
      removal: `ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`,
    }))
}

const natGateways: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeNatGateways({ Filter: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ NatGateways }) => NatGateways)
  return found
    .filter(({ State }) => State === 'pending' || State === 'available')
    .map(({ NatGatewayId: id = '', Tags }) => ({
      kind: 'NAT gateway',
      id,
      about: [tagsInWords(Tags)],
      removal: `ec2 delete-nat-gateway --nat-gateway-id ${id}`,
    }))
}

const peerings: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const sides = await Promise.all(
    ['requester', 'accepter'].map((side) => {
      const Filters = filter(`${side}-vpc-info.vpc-id`, vpcId)
      return allOf(
        ec2.paginateDescribeVpcPeeringConnections({ Filters }),
        ({ VpcPeeringConnections }) => VpcPeeringConnections,
      )
    }),
  )
  return sides
    .flat()
    .filter(({ Status }) => Status?.Code === 'active' || Status?.Code === 'pending-acceptance')
    .map(({ VpcPeeringConnectionId: id = '', Tags }) => ({
      kind: 'peering connection',
      id,
      about: [tagsInWords(Tags)],
      removal: `ec2 delete-vpc-peering-connection --vpc-peering-connection-id ${id}`,
    }))
}

const vpnGateways: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const { VpnGateways = [] } = await ec2.describeVpnGateways({ Filters: filter('attachment.vpc-id', vpcId) })
  return VpnGateways.map(({ VpnGatewayId: id = '', Tags }) => ({
    kind: 'VPN gateway',
    id,
    about: [tagsInWords(Tags)],
    removal: `ec2 detach-vpn-gateway --vpc-id ${vpcId} --vpn-gateway-id ${id}`,
  }))
}

const gateways: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeInternetGateways({ Filters: filter('attachment.vpc-id', vpcId) })
  const found = await allOf(pages, ({ InternetGateways }) => InternetGateways)
  return foreign(cx, found).map(({ InternetGatewayId: id = '', Tags }) => ({
    kind: 'internet gateway',
    id,
    about: [tagsInWords(Tags)],
    removal: `ec2 detach-internet-gateway --vpc-id ${vpcId} --internet-gateway-id ${id}`,
  }))
}

const groups: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeSecurityGroups({ Filters: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ SecurityGroups }) => SecurityGroups)
  return foreign(cx, found)
    .filter(({ GroupName }) => GroupName !== 'default')
    .map(({ GroupId: id = '', GroupName, Description, Tags }) => ({
      kind: 'security group',
      id,
      about: [GroupName, Description, tagsInWords(Tags)],
      removal: `ec2 delete-security-group --group-id ${id}`,
    }))
}

const subnets: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeSubnets({ Filters: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ Subnets }) => Subnets)
  return foreign(cx, found).map(({ SubnetId: id = '', CidrBlock, Tags }) => ({
    kind: 'subnet',
    id,
    about: [CidrBlock, tagsInWords(Tags)],
    removal: `ec2 delete-subnet --subnet-id ${id}`,
  }))
}

const tables: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeRouteTables({ Filters: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ RouteTables }) => RouteTables)
  return foreign(cx, found)
    .filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main))
    .map(({ RouteTableId: id = '', Tags }) => ({
      kind: 'route table',
      id,
      about: [tagsInWords(Tags)],
      removal: `ec2 delete-route-table --route-table-id ${id}`,
    }))
}

const acls: Look = async (cx, vpcId) => {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeNetworkAcls({ Filters: filter('vpc-id', vpcId) })
  const found = await allOf(pages, ({ NetworkAcls }) => NetworkAcls)
  return foreign(cx, found)
    .filter(({ IsDefault }) => IsDefault !== true)
    .map(({ NetworkAclId: id = '', Tags }) => ({
      kind: 'network ACL',
      id,
      about: [tagsInWords(Tags)],
      removal: `ec2 delete-network-acl --network-acl-id ${id}`,
    }))
}

function foreign<T extends { readonly Tags?: Tag[] | undefined }>(cx: AwsContext, found: readonly T[]): readonly T[] {
  return found.filter(({ Tags }) => !isOurs(Tags, cx.stack))
}

async function groupsNaming(
  cx: AwsContext,
  groupId: string,
  side: 'ingress' | 'egress',
): Promise<readonly Dependent[]> {
  const ec2 = await cx.aws.ec2()
  const Filters = filter(`${side === 'egress' ? 'egress.' : ''}ip-permission.group-id`, groupId)
  const found = await allOf(ec2.paginateDescribeSecurityGroups({ Filters }), ({ SecurityGroups }) => SecurityGroups)
  return foreign(cx, found).flatMap((group) => {
    const { GroupId: id = '', GroupName, Tags, IpPermissions = [], IpPermissionsEgress = [] } = group
    return (side === 'ingress' ? IpPermissions : IpPermissionsEgress)
      .filter(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.some((pair) => pair.GroupId === groupId))
      .map((rule) => ({
        kind: `${side} rule of security group`,
        id,
        about: [GroupName, tagsInWords(Tags)],
        removal: `ec2 revoke-security-group-${side} --group-id ${id} --ip-permissions ${permission(rule, groupId)}`,
      }))
  })
}

function permission({ IpProtocol, FromPort, ToPort }: IpPermission, groupId: string): string {
  const ports = FromPort === undefined ? '' : `FromPort=${FromPort},ToPort=${ToPort},`
  return `'IpProtocol=${IpProtocol},${ports}UserIdGroupPairs=[{GroupId=${groupId}}]'`
}
