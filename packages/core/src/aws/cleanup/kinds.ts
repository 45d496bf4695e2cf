// The kinds of EC2 thing that a stack can leave behind, told apart by the prefix of their ids, and how each is looked at.
import type { EC2 } from '@aws-sdk/client-ec2'

type Filtered = { readonly Filters: { Name: string; Values: string[] }[] }

/** How one kind is looked at. */
export interface Kind {
  /** In our words. */
  readonly type: string
  /** @returns ids of those that are there and cost or block something */
  readonly look: (ec2: EC2, by: Filtered) => Promise<readonly (string | undefined)[]>
}

/** By the prefix of their ids. */
export const kinds: Readonly<Record<string, Kind>> = {
  eipalloc: {
    type: 'elastic-ip',
    look: async (ec2, by) =>
      ((await ec2.describeAddresses(by)).Addresses ?? []).map(({ AllocationId }) => AllocationId),
  },
  i: { type: 'instance', look: instances },
  igw: {
    type: 'internet-gateway',
    look: async (ec2, by) =>
      ((await ec2.describeInternetGateways(by)).InternetGateways ?? []).map(
        ({ InternetGatewayId }) => InternetGatewayId,
      ),
  },
  lt: {
    type: 'launch-template',
    look: async (ec2, by) =>
      ((await ec2.describeLaunchTemplates(by)).LaunchTemplates ?? []).map(({ LaunchTemplateId }) => LaunchTemplateId),
  },
  sg: {
    type: 'security-group',
    look: async (ec2, by) =>
      ((await ec2.describeSecurityGroups(by)).SecurityGroups ?? []).map(({ GroupId }) => GroupId),
  },
  subnet: {
    type: 'subnet',
    look: async (ec2, by) => ((await ec2.describeSubnets(by)).Subnets ?? []).map(({ SubnetId }) => SubnetId),
  },
  vol: { type: 'disk', look: disks },
  vpc: { type: 'vpc', look: async (ec2, by) => ((await ec2.describeVpcs(by)).Vpcs ?? []).map(({ VpcId }) => VpcId) },
}

/** Records of a purchase: they cost nothing, block nothing, and AWS clears them away. */
const records = ['fleet', 'sir']

/** @returns whether it is known what a thing with such an id means */
export function isKnownKind(id: string): boolean {
  const [prefix = ''] = id.split('-')
  return prefix in kinds || records.includes(prefix)
}

/** Terminated instances are shown for an hour. */
async function instances(ec2: EC2, by: Filtered): Promise<readonly (string | undefined)[]> {
  const { Reservations = [] } = await ec2.describeInstances(by)
  const found = Reservations.flatMap(({ Instances = [] }) => Instances)
  return found.filter(({ State }) => State?.Name !== 'terminated').map(({ InstanceId }) => InstanceId)
}

/** The disk of a terminated instance goes with it, within seconds. */
async function disks(ec2: EC2, by: Filtered): Promise<readonly (string | undefined)[]> {
  const { Volumes = [] } = await ec2.describeVolumes(by)
  return Volumes.filter(({ State }) => State === 'available' || State === 'error').map(({ VolumeId }) => VolumeId)
}
