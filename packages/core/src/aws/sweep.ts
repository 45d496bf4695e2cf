// Looks for what is left of a stack after its destroy: by tag where EC2 keeps tags, by recorded id and by name in the
// services that do not. What AWS itself still shows of things that are gone does not count.
import type { StackRef } from '@geuse/plugin-api'
import type { Row } from '../state/document.js'
import type { Clients } from './clients.js'
import { nameLimits, parameterPath, uniqueName } from './names.js'
import { ifThere } from './patience.js'
import { isOurs, stackFilters } from './tags.js'

/** Something that is still there. */
export interface Leftover {
  /** Type of resource in our words, or EC2's word for what we have none. */
  readonly type: string
  readonly id: string
  readonly keepsData: boolean
}

/** Whose leftovers. */
export interface SweepRequest {
  readonly stack: StackRef
  /** The ledger. */
  readonly rows: Readonly<Record<string, Row>>
}

/**
 * @param aws clients of the run
 * @param request stack and ledger
 * @returns everything that is left, data included
 */
export async function sweep(aws: Clients, { stack, rows }: SweepRequest): Promise<readonly Leftover[]> {
  const looks = [tagged(aws, stack), fileSystems(aws, stack, rows), profile(aws, stack), role(aws, stack), parameters(aws, stack)]
  return (await Promise.all(looks)).flat()
}

/** EC2's words and ours. A fleet of type instant is a record of a purchase, and costs nothing. */
const ours: Readonly<Record<string, string>> = {
  'elastic-ip': 'address',
  instance: 'machine',
  'internet-gateway': 'gateway',
  'launch-template': 'launch-template',
  'security-group': 'firewall',
}
const harmless = ['fleet', 'spot-instances-request']

async function tagged(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const ec2 = await aws.ec2()
  const found: { type: string; id: string }[] = []
  let token: string | undefined
  do {
    const page = await ec2.describeTags({ Filters: stackFilters(stack), NextToken: token })
    for (const { ResourceType, ResourceId } of page.Tags ?? []) found.push({ type: ResourceType!, id: ResourceId! })
    token = page.NextToken
  } while (token)
  const gone = await notThere(aws, found)
  return found
    .filter(({ type, id }) => !harmless.includes(type) && !gone.has(id))
    .map(({ type, id }) => ({ type: ours[type] ?? type, id, keepsData: false }))
}

/** Terminated machines keep their tags for an hour, and their disks for seconds. */
async function notThere(aws: Clients, found: readonly { type: string; id: string }[]): Promise<ReadonlySet<string>> {
  const ec2 = await aws.ec2()
  const idsOf = (wanted: string) => found.filter(({ type }) => type === wanted).map(({ id }) => id)
  const present = async (ids: string[], look: (id: string) => Promise<boolean>) =>
    (await Promise.all(ids.map(async (id) => ((await look(id)) ? [] : [id])))).flat()
  const machine = async (id: string) => {
    const answer = await ifThere(() => ec2.describeInstances({ InstanceIds: [id] }))
    const state = answer?.Reservations?.[0]?.Instances?.[0]?.State?.Name
    return state !== undefined && state !== 'terminated'
  }
  const disk = async (id: string) => {
    const answer = await ifThere(() => ec2.describeVolumes({ VolumeIds: [id] }))
    return (answer?.Volumes?.[0]?.State ?? 'deleted') !== 'deleted' && answer!.Volumes![0]!.State !== 'deleting'
  }
  return new Set((await Promise.all([present(idsOf('instance'), machine), present(idsOf('volume'), disk)])).flat())
}

async function fileSystems(aws: Clients, stack: StackRef, rows: SweepRequest['rows']): Promise<Leftover[]> {
  const efs = await aws.efs()
  const recorded = Object.values(rows).flatMap(({ type, outputs }) => (type === 'file-system' ? [(outputs as { fileSystemId?: string })?.fileSystemId] : []))
  const found: Leftover[] = []
  let Marker: string | undefined
  do {
    const page = await efs.describeFileSystems({ Marker })
    for (const { FileSystemId, Tags, LifeCycleState } of page.FileSystems ?? []) {
      const mine = isOurs(Tags, stack) || recorded.includes(FileSystemId)
      if (mine && !/^delet/.test(LifeCycleState ?? '')) found.push({ type: 'file-system', id: FileSystemId!, keepsData: true })
    }
    Marker = page.NextMarker
  } while (Marker)
  return found
}

async function profile(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const iam = await aws.iam()
  const name = uniqueName(stack, 'machine', nameLimits.iam)
  const found = await ifThere(() => iam.getInstanceProfile({ InstanceProfileName: name }))
  return isOurs(found?.InstanceProfile?.Tags, stack) ? [{ type: 'instance-profile', id: name, keepsData: false }] : []
}

async function role(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const iam = await aws.iam()
  const name = uniqueName(stack, 'machine', nameLimits.iam)
  const found = await ifThere(() => iam.getRole({ RoleName: name }))
  return isOurs(found?.Role?.Tags, stack) ? [{ type: 'role', id: name, keepsData: false }] : []
}

async function parameters(aws: Clients, stack: StackRef): Promise<Leftover[]> {
  const ssm = await aws.ssm()
  const path = parameterPath(stack)
  const { Parameters = [] } = await ssm.getParametersByPath({ Path: path, Recursive: true, WithDecryption: false, MaxResults: 1 })
  return Parameters.length > 0 ? [{ type: 'secrets', id: path, keepsData: true }] : []
}
