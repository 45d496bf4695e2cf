// What an instance finds around it in the account: its address, a way out, its mount target, its parameters, its
// rights.
import { phaseTagKey } from '@geuse/instance-contract'
import type { Context } from '../account/context.js'
import { type XmlNode, child, items, leaf, leaves } from '../answer/xml.js'
import type { Described } from '../efs/file-systems.js'
import type { Question } from '../iam/policy.js'
import { rightsOfProfile } from '../iam/role-policies.js'
import type { Launch } from './emulated-instance.js'

type Near = Pick<Context, 'moto' | 'clock' | 'state'>

function filter(name: string, value: string) {
  return { Filter: [{ Name: name, Value: [value] }] }
}

/** The public address that the instance has now, '' for none. */
export async function publicAddress(cx: Near, launch: Launch): Promise<string> {
  const found = await cx.moto.ask(
    launch,
    'ec2',
    'DescribeNetworkInterfaces',
    filter('attachment.instance-id', launch.instanceId),
  )
  return (
    items(found, 'networkInterfaceSet')
      .map((each) => leaf(child(each, 'association'), 'publicIp'))
      .find((ip) => ip !== '') ?? ''
  )
}

async function routesOf(cx: Near, launch: Launch): Promise<XmlNode[]> {
  const own = items(
    await cx.moto.ask(launch, 'ec2', 'DescribeRouteTables', filter('association.subnet-id', launch.subnetId)),
    'routeTableSet',
  )
  const all =
    own.length > 0
      ? own
      : items(
          await cx.moto.ask(launch, 'ec2', 'DescribeRouteTables', filter('vpc-id', launch.vpcId)),
          'routeTableSet',
        ).filter((table) => items(table, 'associationSet').some((association) => leaf(association, 'main') === 'true'))
  return all.flatMap((table) => items(table, 'routeSet'))
}

/** The rules of one side of the instance's groups. */
async function rulesOf(
  cx: Near,
  launch: Launch,
  groupIds: readonly string[],
  side: 'ipPermissions' | 'ipPermissionsEgress',
): Promise<XmlNode[]> {
  return items(
    await cx.moto.ask(launch, 'ec2', 'DescribeSecurityGroups', { GroupId: [...groupIds] }),
    'securityGroupInfo',
  ).flatMap((group) => items(group, side))
}

function covers(rule: XmlNode, port: number): boolean {
  const protocol = leaf(rule, 'ipProtocol')
  return (
    protocol === '-1' ||
    (protocol === 'tcp' && Number(leaf(rule, 'fromPort')) <= port && port <= Number(leaf(rule, 'toPort')))
  )
}

function openToAll(rule: XmlNode): boolean {
  return items(rule, 'ipRanges').some((range) => leaf(range, 'cidrIp') === '0.0.0.0/0')
}

/** Why the instance cannot reach the world; undefined when it can. */
export async function noWayOut(cx: Near, launch: Launch): Promise<string | undefined> {
  const route = (await routesOf(cx, launch)).find((each) => leaf(each, 'destinationCidrBlock') === '0.0.0.0/0')
  if (!route) return 'no way out: the subnet has no default route'
  const gateways = items(
    await cx.moto.ask(launch, 'ec2', 'DescribeInternetGateways', filter('attachment.vpc-id', launch.vpcId)),
    'internetGatewaySet',
  )
  if (!gateways.some((gateway) => leaf(gateway, 'internetGatewayId') === leaf(route, 'gatewayId')))
    return 'no way out: the default route leads to no attached gateway'
  if ((await publicAddress(cx, launch)) === '') return 'no way out: the instance has no public address'
  const outwards = await rulesOf(cx, launch, launch.groupIds, 'ipPermissionsEgress')
  return outwards.some((rule) => covers(rule, 443) && openToAll(rule))
    ? undefined
    : 'no way out: no rule of its security groups lets 443 out'
}

function letsIn(rule: XmlNode, launch: Launch): boolean {
  return (
    covers(rule, 2049) &&
    (openToAll(rule) ||
      items(rule, 'groups').some((pair) => launch.groupIds.includes(leaf(pair, 'groupId'))) ||
      items(rule, 'ipRanges').length > 0)
  )
}

async function targetsOf(cx: Near, launch: Launch, fileSystem: string): Promise<Described[]> {
  const path = `/2015-02-01/mount-targets?FileSystemId=${encodeURIComponent(fileSystem)}`
  return (
    await cx.moto.askJson<{ MountTargets: Described[] }>(
      launch,
      'elasticfilesystem',
      'DescribeMountTargets',
      {},
      { method: 'GET', path },
    )
  ).MountTargets
}

async function targetGroups(cx: Near, launch: Launch, target: Described): Promise<string[]> {
  const found = await cx.moto.ask(launch, 'ec2', 'DescribeNetworkInterfaces', {
    NetworkInterfaceId: [String(target['NetworkInterfaceId'])],
  })
  const groups = items(found, 'networkInterfaceSet')
    .flatMap((each) => items(each, 'groupSet'))
    .map((group) => leaf(group, 'groupId'))
  return groups.length > 0 ? groups : leaves(found, 'groups')
}

/** Why the file system cannot be reached; undefined when it can. */
export async function noMountTarget(cx: Near, launch: Launch, fileSystem: string): Promise<string | undefined> {
  const targets = await targetsOf(cx, launch, fileSystem).catch(() => undefined)
  if (!targets) return `file system ${fileSystem} not found`
  const target = targets.find((each) => each['AvailabilityZoneName'] === launch.zone)
  if (!target) return `no mount target of ${fileSystem} in ${launch.zone}`
  const state = cx.state.files.state(String(target.MountTargetId), cx.clock.now())
  if (state !== 'available') return `mount target ${target.MountTargetId} is ${state}`
  const inwards = await rulesOf(cx, launch, await targetGroups(cx, launch, target), 'ipPermissions')
  return inwards.some((rule) => letsIn(rule, launch))
    ? undefined
    : `mount target ${target.MountTargetId}: 2049 is not open from the instance's security group`
}

/** The parameters below a path, by their names; what is encrypted stays so, unless it is to be decrypted. */
export async function parametersBelow(
  cx: Near,
  launch: Launch,
  path: string,
  { decrypted = false }: { readonly decrypted?: boolean } = {},
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let token: string | undefined
  do {
    const page = await cx.moto.askJson<{ Parameters: { Name: string; Value: string }[]; NextToken?: string }>(
      launch,
      'ssm',
      'GetParametersByPath',
      { Path: path, Recursive: true, WithDecryption: decrypted, ...(token === undefined ? {} : { NextToken: token }) },
    )
    for (const { Name, Value } of page.Parameters) found.set(Name, Value)
    token = page.NextToken
  } while (token !== undefined)
  return found
}

/** The tags of the instance, as context keys of a policy. */
async function tagContext(cx: Near, launch: Launch): Promise<Record<string, string>> {
  const found = items(
    await cx.moto.ask(launch, 'ec2', 'DescribeTags', filter('resource-id', launch.instanceId)),
    'tagSet',
  )
  return Object.fromEntries(
    found.flatMap((tag) =>
      ['aws:resourcetag', 'ec2:resourcetag'].map((prefix) => [
        `${prefix}/${leaf(tag, 'key').toLowerCase()}`,
        leaf(tag, 'value'),
      ]),
    ),
  )
}

/** The ARN of the instance's instance. */
export function instanceArn({ region, account, instanceId }: Launch): string {
  return `arn:aws:ec2:${region}:${account}:instance/${instanceId}`
}

/** Answers what the instance's role may do now. */
export async function rights(cx: Near, launch: Launch): Promise<(question: Question) => boolean> {
  const asks = await rightsOfProfile(launch, cx, launch.profile)
  const own = {
    ...(await tagContext(cx, launch)),
    'ec2:sourceinstancearn': instanceArn(launch),
    'aws:requestedregion': launch.region,
    'aws:tagkeys': [phaseTagKey],
    'aws:securetransport': 'true',
  }
  return (question) => asks({ ...question, context: { ...own, ...question.context } })
}
