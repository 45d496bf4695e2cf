// The instance. Bought on the spot market where that may be, on demand where it must; found by its node tag, as
// instances that were terminated keep their tags for an hour.
import type { Instance } from '@aws-sdk/client-ec2'
import { phaseTagKey } from '@geuse/instance-contract'
import {
  defineResource,
  type InstanceProps,
  type LaunchedInstance,
  type Listed,
  type Recorded,
} from '@geuse/plugin-api'
import { changesOf, putBack } from '../../common/changes.js'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { onDemandPrice, spotPrice } from '../../discovery/price.js'
import { waitFor } from '../../wait/wait-for.js'
import { applyBundle } from './apply-bundle.js'
import { anyInstance, existingInstance, existingInstances, instanceOutputs } from './describe-instance.js'
import { limitCredits } from './credits.js'
import { instanceEnd } from './instance-end.js'
import { isTakenBack, valueOf } from './notice.js'
import { billed } from './instance-costs.js'
import { stopInstance } from './stop-instance.js'
import { launchInstance } from './launch-instance.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { nodeOf, stackFilters } from '../../common/tags.js'
import { required } from '../../common/required.js'

type Prices = Pick<LaunchedInstance, 'pricePerHour' | 'onDemandPerHour'>

interface Seen extends LaunchedInstance {
  /** Whether it runs, as just seen. */
  readonly running?: boolean
  /** Just bought: nothing was ever done to it. */
  readonly isNew?: true
}

/** EC2 instance, bought by an instant fleet of one. */
export const instance = defineResource<InstanceProps, { node: string }, Seen, AwsContext>({
  type: 'instance',
  stage: 'instance',
  iam: [
    'ec2:CreateFleet',
    'ec2:RunInstances',
    'ec2:CreateTags',
    'iam:PassRole',
    'iam:CreateServiceLinkedRole',
    'ec2:DescribeInstances',
    'ec2:DescribeVolumes',
    'ec2:DescribeSpotPriceHistory',
    'pricing:GetProducts',
    'ec2:StartInstances',
    'ec2:StopInstances',
    'ssm:SendCommand',
    'ssm:GetCommandInvocation',
    'ec2:DescribeAddresses',
    'ec2:AssociateAddress',
    'ec2:ModifyInstanceCreditSpecification',
    'ec2:TerminateInstances',
    'ssm:SendCommand',
    'ssm:GetCommandInvocation',
  ],
  idempotent: 'token',
  identity: (_props, { node }) => ({ node }),
  find: async (cx, { seen }) => {
    const found = await existingInstance(cx, seen?.instanceId)
    return found && { ...instanceOutputs(found), ...recorded(seen), running: found.State?.Name === 'running' }
  },
  create: async (cx, props) => {
    await endDrained(cx)
    const instanceId = await launchInstance(cx, props)
    const shown = () => launched(cx, instanceId)
    const instance = await waitFor(cx, `${instanceId} to show`, shown, { seconds: 60, quiet: true })
    return { ...instanceOutputs(instance), running: instance.State?.Name === 'running', isNew: true }
  },
  sync: async (cx, { running, isNew, ...observed }, { allocationId }) => {
    const price = observed.pricePerHour === undefined ? priced(cx, observed) : {}
    const instance = running ? observed : { ...(await runs(cx, observed.instanceId)), ...recorded(observed) }
    const [credits] = await Promise.all([
      limitCredits(cx, instance),
      allocationId === undefined ? undefined : leads(cx, instance.instanceId, allocationId, isNew === true),
    ])
    return { ...instance, ...credits, ...(await price) }
  },
  drift: async (cx, { instanceId, running }, { allocationId }) => {
    const holder = allocationId === undefined ? instanceId : await ifThere(() => holderOf(cx, allocationId))
    return [
      ...(running === true ? [] : [putBack('state', 'running', 'not running')]),
      ...(holder === instanceId ? [] : [putBack('address', allocationId, 'not associated')]),
    ]
  },
  // A new address is associated by `sync`, and another version of the template counts when an instance is bought.
  diff: (made, props) => changesOf(made, props, ['allocationId', 'version', 'digest', ...sizeThatStays(made, props)]),
  update: async (cx, observed, { digest }, made) => {
    if (digest === undefined || made.every((one) => one.digest === digest)) return observed
    const instance = observed.running ? observed : { ...(await runs(cx, observed.instanceId)), ...recorded(observed) }
    await applyBundle(cx, instance.instanceId, digest)
    return { ...instance, running: true }
  },
  stable: ['instanceId', 'type', 'market', 'zone', 'privateIp', 'launchedAt'],
  // Two instances must never write to one file system.
  replace: 'destroy-first',
  stop: (cx, { observed }, { force }) => stopInstance(cx, observed, force),
  list: async (cx) => {
    const [existing, volumes] = await Promise.all([existingInstances(cx), volumesLeft(cx)])
    const instances = existing.map((instance) => {
      const observed = instanceOutputs(instance)
      return listed(observed.instanceId, instance.Tags, { identity: { node: nodeOf(instance.Tags) ?? '' }, observed })
    })
    return [...instances, ...volumes]
  },
  destroy: async (cx, { observed: { instanceId } }) => {
    const ec2 = await cx.aws.ec2()
    await ifThere(() => ec2.terminateInstances({ InstanceIds: [instanceId] }))
    const gone = async () =>
      ((await anyInstance(cx, instanceId))?.State?.Name ?? 'terminated') === 'terminated' ? true : undefined
    await waitFor(cx, `${instanceId} to be terminated`, gone, { seconds: 290 })
  },
  seconds: { create: 45, update: 180, destroy: 60 },
  label: ({ instanceId, type, market, zone }) => `${instanceId}, ${type} ${market} in ${zone}`,
  costs: billed,
})

/** A larger disk than is asked for does. */
function sizeThatStays({ diskGiB: made = 0 }: Recorded<InstanceProps>, { diskGiB = 0 }: InstanceProps): 'diskGiB'[] {
  return made >= diskGiB ? ['diskGiB'] : []
}

/** One that EC2 takes back, and that has given its data back, has nothing left to do: another one takes its place. */
async function endDrained(cx: AwsContext): Promise<void> {
  const drained = (await existingInstances(cx))
    .filter(
      ({ Tags = [] }) => nodeOf(Tags) === cx.node && isTakenBack(Tags) && valueOf(Tags, phaseTagKey) === 'drained',
    )
    .flatMap(({ InstanceId }) => InstanceId ?? [])
  if (drained.length === 0) return
  cx.note(`AWS takes ${drained.join(', ')} back; another one takes its place`)
  const ec2 = await cx.aws.ec2()
  await ifThere(() => ec2.terminateInstances({ InstanceIds: drained }))
}

/** A disk goes with its instance, seconds later; one that stays is nobody's. */
async function volumesLeft(cx: AwsListContext): Promise<readonly Listed<never, never>[]> {
  const ec2 = await cx.aws.ec2()
  const found = await allOf(ec2.paginateDescribeVolumes({ Filters: stackFilters(cx.stack) }), ({ Volumes }) => Volumes)
  return found
    .filter(({ State }) => State === 'available' || State === 'error')
    .map(({ VolumeId }) => ({ id: required(VolumeId, 'VolumeId'), kind: 'volume' }))
}

/** A token gives back what it bought, also when that has ended: so the next attempt has another. */
async function launched(cx: AwsContext, instanceId: string): Promise<Instance | undefined> {
  const seen = await anyInstance(cx, instanceId)
  const end = seen && instanceEnd(cx.stack, seen)
  if (end === undefined) return seen
  await cx.nextToken('the instance ended at its launch')
  throw end
}

/** At what it was bought, and what was saved with that. */
async function priced(cx: AwsContext, { type, market, zone }: LaunchedInstance): Promise<Prices> {
  const now = new Date(cx.clock.now())
  const [spot, onDemandPerHour] = await Promise.all([
    market === 'spot' ? spotPrice(cx.aws, type, zone, now) : undefined,
    onDemandPrice(cx.aws, type),
  ])
  const pricePerHour = market === 'spot' ? spot : onDemandPerHour
  return {
    ...(pricePerHour === undefined ? {} : { pricePerHour }),
    ...(market !== 'spot' || onDemandPerHour === undefined ? {} : { onDemandPerHour }),
  }
}

/** What a description of the instance does not tell. */
function recorded(seen: LaunchedInstance | undefined): Prices & Pick<LaunchedInstance, 'cpuCredits'> {
  const { pricePerHour, onDemandPerHour, cpuCredits } = seen ?? {}
  return {
    ...(pricePerHour === undefined ? {} : { pricePerHour }),
    ...(onDemandPerHour === undefined ? {} : { onDemandPerHour }),
    ...(cpuCredits === undefined ? {} : { cpuCredits }),
  }
}

/** An instance that was stopped by hand is started again. */
async function runs(cx: AwsContext, instanceId: string): Promise<LaunchedInstance> {
  const ec2 = await cx.aws.ec2()
  let started = false
  const running = async () => {
    const seen = await existingInstance(cx, instanceId)
    if (seen?.State?.Name === 'running') return instanceOutputs(seen)
    if (seen?.State?.Name === 'stopped' && !started) {
      started = true
      await ec2.startInstances({ InstanceIds: [instanceId] })
    }
    return undefined
  }
  return waitFor(cx, `${instanceId} to run`, running, { seconds: 180 })
}

async function leads(cx: AwsContext, instanceId: string, allocationId: string, isNew: boolean): Promise<void> {
  if (isNew || !(await isAssociated(cx, instanceId, allocationId))) await associate(cx, instanceId, allocationId)
}

async function isAssociated(cx: AwsContext, instanceId: string, allocationId: string): Promise<boolean> {
  return (await retryUntilConsistent(cx, allocationId, () => holderOf(cx, allocationId))) === instanceId
}

/** @returns the instance that an address leads to */
async function holderOf(cx: AwsContext, allocationId: string): Promise<string | undefined> {
  const ec2 = await cx.aws.ec2()
  const { Addresses = [] } = await ec2.describeAddresses({ AllocationIds: [allocationId] })
  return Addresses[0]?.InstanceId
}

async function associate(cx: AwsContext, instanceId: string, allocationId: string): Promise<void> {
  const ec2 = await cx.aws.ec2()
  const request = { AllocationId: allocationId, InstanceId: instanceId, AllowReassociation: true }
  await retryUntilConsistent(cx, instanceId, () => ec2.associateAddress(request))
}
