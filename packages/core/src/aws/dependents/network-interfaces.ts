// Network interfaces in a network of a stack. Those of its own instance and file system go by themselves, seconds to
// minutes after what they belong to; any other is somebody's, and its kind says what has to be removed.
import type { Filter, NetworkInterface } from '@aws-sdk/client-ec2'
import type { AwsContext } from '../common/context.js'
import { allOf } from '../common/pages.js'
import { loadBalancerName } from '../common/names.js'
import { partitionOf } from '../common/partition.js'
import { isOurs, stackFilters } from '../common/tags.js'
import { ifThere } from '../wait/consistency.js'
import { type Dependent, tagsInWords } from './dependent.js'

/** @returns interfaces that are not the stack's own, as far as the filters show them */
export async function foreignInterfaces(
  cx: AwsContext,
  Filters: Filter[],
  counts: (one: NetworkInterface) => boolean = () => true,
): Promise<readonly Dependent[]> {
  const ec2 = await cx.aws.ec2()
  const found = await allOf(ec2.paginateDescribeNetworkInterfaces({ Filters }), (page) => page.NetworkInterfaces)
  const inTheWay = found.filter((one) => one.Attachment?.Status !== 'detaching' && counts(one))
  if (inTheWay.length === 0) return []
  const instances = await ownInstances(cx)
  const own = await Promise.all(inTheWay.map((one) => isOwn(cx, one, instances)))
  return inTheWay.filter((_one, index) => own[index] !== true).map((one) => dependent(one, cx.stack.region))
}

async function ownInstances(cx: AwsContext): Promise<ReadonlySet<string | undefined>> {
  const ec2 = await cx.aws.ec2()
  const pages = ec2.paginateDescribeInstances({ Filters: stackFilters(cx.stack) })
  const found = await allOf(pages, ({ Reservations = [] }) => Reservations.flatMap(({ Instances = [] }) => Instances))
  return new Set(found.map(({ InstanceId }) => InstanceId))
}

async function isOwn(
  cx: AwsContext,
  { Attachment, Description, TagSet }: NetworkInterface,
  instances: ReadonlySet<string | undefined>,
): Promise<boolean> {
  if (isOurs(TagSet, cx.stack)) return true
  if (Description?.startsWith(`ELB app/${loadBalancerName(cx.stack)}/`) === true) return true
  if (Attachment?.InstanceId !== undefined) return instances.has(Attachment.InstanceId)
  return isOfOwnFileSystem(cx, Description)
}

/** The interface of a mount target has no tags; its description names the file system. */
async function isOfOwnFileSystem(cx: AwsContext, description = ''): Promise<boolean> {
  const [FileSystemId] = /\bfs-[0-9a-f]+\b/.exec(description) ?? []
  if (FileSystemId === undefined) return false
  const efs = await cx.aws.efs()
  const there = await ifThere(() => efs.describeFileSystems({ FileSystemId }))
  return there === undefined || isOurs(there.FileSystems?.[0]?.Tags, cx.stack)
}

function dependent(one: NetworkInterface, region: string): Dependent {
  const { NetworkInterfaceId: id = '', Description, TagSet, RequesterManaged, RequesterId } = one
  const maker = RequesterManaged === true ? `managed by ${RequesterId}` : undefined
  return {
    kind: 'network interface',
    id,
    about: [Description, maker, tagsInWords(TagSet)],
    removal: removalOf(one, region),
  }
}

/** Only what an interface belongs to can be removed; its description names that. */
function removalOf(one: NetworkInterface, region: string): string {
  const { NetworkInterfaceId: id, Description = '', Attachment, OwnerId, RequesterManaged } = one
  const named = (pattern: RegExp) => pattern.exec(Description)?.[0]
  const endpoint = named(/\bvpce-[0-9a-f]+/)
  if (endpoint !== undefined) return `ec2 delete-vpc-endpoints --vpc-endpoint-ids ${endpoint}`
  const nat = named(/\bnat-[0-9a-f]+/)
  if (nat !== undefined) return `ec2 delete-nat-gateway --nat-gateway-id ${nat}`
  const target = named(/\bfsmt-[0-9a-f]+/)
  if (target !== undefined) return `efs delete-mount-target --mount-target-id ${target}`
  const balancer = named(/(?<=^ELB )(app|net|gwy)\/\S+/)
  if (balancer !== undefined) {
    const arn = `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${OwnerId}:loadbalancer/${balancer}`
    return `elbv2 delete-load-balancer --load-balancer-arn ${arn}`
  }
  if (Attachment?.InstanceId !== undefined) return `ec2 terminate-instances --instance-ids ${Attachment.InstanceId}`
  return RequesterManaged === true
    ? `ec2 describe-network-interfaces --network-interface-ids ${id}   # says what it belongs to: remove that`
    : `ec2 delete-network-interface --network-interface-id ${id}`
}
