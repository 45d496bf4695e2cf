// EC2: networks, groups, addresses, launch templates, fleets, instances.
import { guardAssociate, guardRelease } from '../ec2/addresses.js'
import { getConsoleOutput } from '../ec2/console-output.js'
import { describeCredits, modifyCredits } from '../ec2/cpu-credits.js'
import { createFleet } from '../ec2/create-fleet.js'
import { guardDetach, guardGateway, guardSecurityGroup, guardSubnet, guardVpc } from '../ec2/dependencies.js'
import { instancesOnClock, statusOnClock } from '../ec2/describe-instances.js'
import { deleteFleets, describeFleets } from '../ec2/fleets.js'
import { withClientToken } from '../ec2/idempotency.js'
import { runInstances } from '../ec2/launch.js'
import { rebootInstances, startInstances, stopInstances } from '../ec2/power.js'
import { regionsOptedIn } from '../ec2/regions.js'
import { routesOnGateways } from '../ec2/routes.js'
import { forgetsTemplate, knownTemplates, remembersTemplate, remembersVersion } from '../ec2/templates.js'
import { terminateInstances } from '../ec2/terminate.js'
import { bornNow, lateInstances, lateVisible } from '../ec2/visibility.js'
import { roomForAddress, roomForVpc } from '../quotas/room.js'
import { describeSpotPriceHistory } from '../prices/spot-history.js'
import { type Operation, forwarded, native, patched } from './operation.js'

const lateWords = 'not visible for a moment after its creation: NotFound by identifier, absent from lists'
const token = 'the same ClientToken replays the first answer, with other parameters IdempotentParameterMismatch'

/** A describing operation whose things become visible late. */
function late(name: string): Operation {
  return patched('ec2', name, lateWords, [lateVisible(name)])
}

const bornWords = 'remembers when it was made, for late visibility'

/** A creating operation whose thing becomes visible late. */
function born(name: string, element: string): Operation {
  return patched('ec2', name, bornWords, [bornNow(element)])
}

const forwardedNames = [
  'AssociateRouteTable',
  'AuthorizeSecurityGroupEgress',
  'AuthorizeSecurityGroupIngress',
  'CreateRoute',
  'CreateTags',
  'DeleteRoute',
  'DeleteTags',
  'DescribeAvailabilityZones',
  'DescribeImages',
  'DescribeInstanceAttribute',
  'DescribeInstanceTypeOfferings',
  'DescribeInstanceTypes',
  'DescribeKeyPairs',
  'DescribeLaunchTemplateVersions',
  'DescribeNetworkInterfaces',
  'DescribeNatGateways',
  'DescribeNetworkAcls',
  'DescribeVpcEndpoints',
  'DescribeVpcPeeringConnections',
  'DescribeVpnGateways',
  'DescribeSecurityGroupRules',
  'DescribeTags',
  'DescribeVolumes',
  'DescribeVpcAttribute',
  'DisassociateAddress',
  'ModifySubnetAttribute',
  'ModifyVpcAttribute',
  'AttachInternetGateway',
  'RevokeSecurityGroupEgress',
  'RevokeSecurityGroupIngress',
  'CreateKeyPair',
  'ImportKeyPair',
  'DeleteKeyPair',
  'DescribeManagedPrefixLists',
  'CreateRouteTable',
  'DeleteRouteTable',
  'DisassociateRouteTable',
]

const patchedOperations: readonly Operation[] = [
  ...['DescribeVpcs', 'DescribeSubnets', 'DescribeInternetGateways', 'DescribeSecurityGroups', 'DescribeAddresses'].map(
    late,
  ),
  patched('ec2', 'DescribeLaunchTemplates', `NotFound for an identifier that is not there; ${lateWords}`, [
    knownTemplates,
    lateVisible('DescribeLaunchTemplates'),
  ]),
  patched('ec2', 'CreateVpc', `no more than the quota of a region; ${bornWords}`, [roomForVpc, bornNow('vpcId')]),
  born('CreateSubnet', 'subnetId'),
  born('CreateInternetGateway', 'internetGatewayId'),
  born('CreateSecurityGroup', 'groupId'),
  patched('ec2', 'AllocateAddress', `no more than the quota of a region; ${bornWords}`, [
    roomForAddress,
    bornNow('allocationId'),
  ]),
  patched(
    'ec2',
    'DeleteSecurityGroup',
    'DependencyViolation while an interface uses the group or a rule of another group names it',
    [guardSecurityGroup],
  ),
  patched('ec2', 'DeleteSubnet', 'DependencyViolation while an interface lies in it', [guardSubnet]),
  patched('ec2', 'DetachInternetGateway', 'DependencyViolation while a public address is mapped in the network', [
    guardDetach,
  ]),
  patched('ec2', 'DeleteInternetGateway', 'DependencyViolation while it is attached', [guardGateway]),
  patched(
    'ec2',
    'DeleteVpc',
    'DependencyViolation while a subnet, gateway, endpoint, or a group, route table or ACL that is not its own is in it',
    [guardVpc],
  ),
  patched('ec2', 'ReleaseAddress', 'InvalidIPAddress.InUse while it is associated', [guardRelease]),
  patched(
    'ec2',
    'AssociateAddress',
    'InvalidInstanceID unless the instance is running; Gateway.NotAttached without a gateway',
    [guardAssociate],
  ),
  patched('ec2', 'CreateLaunchTemplate', token, [withClientToken, bornNow('launchTemplateId'), remembersTemplate]),
  patched('ec2', 'CreateLaunchTemplateVersion', `${token}; SourceVersion is merged`, [
    withClientToken,
    remembersVersion,
  ]),
  patched('ec2', 'DeleteLaunchTemplate', 'forgets what instances would be launched from', [forgetsTemplate]),
  patched('ec2', 'DescribeRegions', 'regions that the account has not enabled, where a test set some', [
    regionsOptedIn,
  ]),
  patched('ec2', 'DescribeRouteTables', 'a route to a gateway that is not attached is a blackhole', [routesOnGateways]),
  patched(
    'ec2',
    'RunInstances',
    `${token}; a new instance profile is refused for some seconds; capacity and quotas by rule; the whole template counts; an instance boots from the user data`,
    [withClientToken, () => runInstances],
  ),
  patched(
    'ec2',
    'DescribeInstances',
    `states follow the clock; filters on state, lifecycle and client-token; terminated instances stay for an hour; ${lateWords}`,
    [lateInstances, instancesOnClock],
  ),
  patched(
    'ec2',
    'DescribeInstanceStatus',
    'only running instances unless all are asked for; checks pass after minutes of the clock',
    [statusOnClock],
  ),
]

const nativeOperations: readonly Operation[] = [
  native(
    'ec2',
    'CreateFleet',
    `type instant: pools tried cheapest first, refusals in Errors[], instances made by moto's RunInstances; ${token}, for an empty fleet too`,
    withClientToken(createFleet),
  ),
  native(
    'ec2',
    'DescribeFleets',
    'an instant fleet is shown only by its identifier, with its instances and errors',
    describeFleets,
  ),
  native('ec2', 'DeleteFleets', 'an instant fleet goes only together with its instances', deleteFleets),
  native(
    'ec2',
    'TerminateInstances',
    'shutting-down, then terminated, on the clock; network interfaces are released some seconds later',
    terminateInstances,
  ),
  native(
    'ec2',
    'StopInstances',
    'stopping, then stopped, once what runs in it has ended; one-time spot instances are refused',
    stopInstances,
  ),
  native('ec2', 'StartInstances', 'of stopped instances: pending, then running, with the same disk', startInstances),
  native('ec2', 'RebootInstances', 'of running instances; asked for, not waited for', rebootInstances),
  native(
    'ec2',
    'ModifyInstanceCreditSpecification',
    'running burstable instances are changed; others are refused, each by itself',
    modifyCredits,
  ),
  native(
    'ec2',
    'DescribeInstanceCreditSpecifications',
    'of instances that are named: as launched (T2 standard, later ones unlimited), or as changed',
    describeCredits,
  ),
  native('ec2', 'GetConsoleOutput', 'the boot log of the instance, the last 64 KB', getConsoleOutput),
  native(
    'ec2',
    'DescribeSpotPriceHistory',
    'fixture prices, a day of them, per type and zone, Linux/UNIX only',
    describeSpotPriceHistory,
  ),
]

/** EC2's operations. */
export const ec2Operations: readonly Operation[] = [
  ...forwarded('ec2', forwardedNames),
  ...patchedOperations,
  ...nativeOperations,
]
