// Starting instances: template and request become one launch, the account says whether it may, moto makes the
// instance.
import type { Context } from '../account/context.js'
import { type Answer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { child, items, leaf, parseXml, rootOf, type XmlNode } from '../answer/xml.js'
import { checkProfile, profileName } from '../iam/profile-usable.js'
import type { MetadataOptions } from '../instances/emulated-instance.js'
import type { Handler } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { checkVcpus } from '../quotas/vcpus.js'
import { type Params, record, records, text } from '../request/params.js'
import { checkCapacity } from './capacity.js'
import { groupIds } from './instance-groups.js'
import type { Market } from './instance-record.js'
import { terminate } from './terminate.js'
import { zoneOfSubnet } from './subnet-zone.js'

/** A launch beyond its parameters. */
export interface LaunchOptions {
  readonly market: Market
  readonly fleetId?: string
  /** By the account's clock: all pools of a fleet are asked at one moment. */
  readonly askedAt: number
}

/** Template data under a request: what the request says wins, tags of both are kept. */
export function overTemplate(data: Params, request: Params): Params {
  return {
    ...data,
    ...request,
    TagSpecification: [...records(data, 'TagSpecification'), ...records(request, 'TagSpecification')],
  }
}

/** The subnet of a launch, wherever it stands. */
function subnetOf(spec: Params): string | undefined {
  return text(spec, 'SubnetId') ?? text(records(spec, 'NetworkInterface')[0] ?? {}, 'SubnetId')
}

/** An override's subnet belongs to the first interface, when the template has interfaces. */
function placeSubnet(spec: Params): Params {
  const [first, ...others] = records(spec, 'NetworkInterface')
  const { SubnetId: subnet, ...rest } = spec
  return first === undefined || subnet === undefined
    ? spec
    : { ...rest, NetworkInterface: [{ ...first, SubnetId: subnet }, ...others] }
}

function marketParams(spec: Params, market: Market): Params {
  const { InstanceMarketOptions: _options, ...rest } = spec
  return market === 'spot' ? { ...rest, InstanceMarketOptions: { MarketType: 'spot' } } : rest
}

/** EC2 deletes a launch's disks with their instance unless told otherwise; moto keeps them. */
function disksGo(spec: Params): Params {
  return {
    ...spec,
    BlockDeviceMapping: records(spec, 'BlockDeviceMapping').map((mapping) => ({
      ...mapping,
      Ebs: { DeleteOnTermination: 'true', ...record(mapping, 'Ebs') },
    })),
  }
}

/** Amazon Linux 2023 asks for tokens and two hops where the launch says nothing. */
function metadataOptions(asked: Params): MetadataOptions {
  return {
    hopLimit: Number(text(asked, 'HttpPutResponseHopLimit') ?? 2),
    tokens: text(asked, 'HttpTokens') === 'optional' ? 'optional' : 'required',
    tags: text(asked, 'InstanceMetadataTags') === 'enabled',
  }
}

function register(call: Call, cx: Context, spec: Params, options: LaunchOptions, instance: XmlNode): void {
  const id = leaf(instance, 'instanceId')
  const emulated = cx.machines.start(cx, {
    instanceId: id,
    account: call.account,
    region: call.region,
    subnetId: leaf(instance, 'subnetId'),
    vpcId: leaf(instance, 'vpcId'),
    zone: leaf(child(instance, 'placement'), 'availabilityZone'),
    groupIds: groupIds(instance),
    profile: profileName(record(spec, 'IamInstanceProfile')),
    userData: text(spec, 'UserData') ?? '',
    privateAddress: leaf(instance, 'privateIpAddress'),
    imageId: leaf(instance, 'imageId'),
    instanceType: leaf(instance, 'instanceType'),
    market: options.market,
    metadata: metadataOptions(record(spec, 'MetadataOptions')),
  })
  const clientToken = options.fleetId === undefined ? text(call.params, 'ClientToken') : undefined
  const launchedAt = cx.clock.now()
  cx.state.createdAt.set(id, launchedAt)
  cx.state.instances.set(id, {
    id,
    account: call.account,
    region: call.region,
    launchedAt,
    type: leaf(instance, 'instanceType'),
    market: options.market,
    clientToken,
    fleetId: options.fleetId,
    instance: emulated,
  })
  if (cx.settings.launchEnd !== null) terminate(cx, id, cx.settings.launchEnd)
}

/** EC2's limit for user data, in bytes before base64 (EC2 User Guide, instance user data). */
const userDataBytes = 16_384

function checkUserData(spec: Params): void {
  const bytes = Buffer.byteLength(text(spec, 'UserData') ?? '', 'base64')
  if (bytes > userDataBytes)
    throw new AwsError('InvalidUserData.Malformed', `User data is limited to ${userDataBytes} bytes`)
}

/** Launches what the merged parameters say; refusals are thrown as EC2 words them. */
export async function launch(call: Call, cx: Context, merged: Params, options: LaunchOptions): Promise<Answer> {
  checkUserData(merged)
  await checkProfile(call, cx, record(merged, 'IamInstanceProfile'), options.askedAt)
  const zone = await zoneOfSubnet(call, cx, subnetOf(merged))
  const wanted = { market: options.market, type: text(merged, 'InstanceType') ?? 'm1.small' }
  checkCapacity(cx.settings.capacity, { ...wanted, zone })
  checkVcpus(call, cx, wanted)
  const spec = placeSubnet(disksGo(marketParams(merged, options.market)))
  const count = text(merged, 'MaxCount') ?? '1'
  const answer = await cx.moto.forwardForm(
    { ...call, operation: 'RunInstances' },
    { ...spec, MinCount: count, MaxCount: count },
  )
  if (succeeded(answer))
    for (const instance of items(rootOf(parseXml(answer.body)), 'instancesSet'))
      register(call, cx, spec, options, instance)
  return answer
}

/** RunInstances. */
export const runInstances: Handler = (call, cx) => {
  const reference = record(call.params, 'LaunchTemplate')
  const named = Object.keys(reference).length > 0
  const merged = named ? overTemplate(cx.state.templates.read(call, reference).data, call.params) : call.params
  const market = text(record(merged, 'InstanceMarketOptions'), 'MarketType') === 'spot' ? 'spot' : 'on-demand'
  return launch(call, cx, merged, { market, askedAt: cx.clock.now() })
}
