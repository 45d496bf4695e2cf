// What becomes of fleets after they were made: describing and deleting them.
import { AwsError } from '../answer/aws-error.js'
import { listOf } from '../answer/xml.js'
import type { Context } from '../account/context.js'
import type { Handler } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text, texts } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'
import { type Fleet, fleetErrorSet, fleetInstanceSet } from './fleet-records.js'
import { terminate } from './terminate.js'

function fleetOf(call: Call, cx: Context, id: string): Fleet {
  const fleet = cx.state.fleets.get(id)
  if (!fleet || fleet.account !== call.account || fleet.region !== call.region) {
    throw new AwsError('InvalidFleetId.NotFound', `The fleet ID '${id}' does not exist`)
  }
  return fleet
}

/** DescribeFleets: a fleet of type `instant` is shown only to those who name it. */
export const describeFleets: Handler = async (call, cx) => {
  const fleets = texts(call.params, 'FleetId').map((id) => fleetOf(call, cx, id))
  return ec2Reply('DescribeFleets', {
    fleetSet: listOf(
      fleets.map((fleet) => ({
        fleetId: fleet.id,
        fleetState: fleet.state,
        type: 'instant',
        createTime: fleet.createdAt,
        clientToken: fleet.clientToken,
        activityStatus: fleet.instances.length < fleet.capacity ? 'error' : 'fulfilled',
        fulfilledCapacity: String(fleet.instances.length),
        targetCapacitySpecification: { totalTargetCapacity: String(fleet.capacity) },
        tagSet: listOf(Object.entries(fleet.tags).map(([key, value]) => ({ key, value }))),
        errorSet: fleetErrorSet(fleet),
        fleetInstanceSet: fleetInstanceSet(fleet),
      })),
    ),
  })
}

/** DeleteFleets: an instant fleet goes only together with its instances. */
export const deleteFleets: Handler = async (call, cx) => {
  if (text(call.params, 'TerminateInstances') !== 'true') {
    throw new AwsError(
      'InvalidParameterCombination',
      'You must terminate the instances of a fleet of type instant when deleting it.',
    )
  }
  const fleets = texts(call.params, 'FleetId').map((id) => fleetOf(call, cx, id))
  for (const fleet of fleets) {
    for (const { id } of fleet.instances) terminate(cx, id)
    fleet.state = 'deleted_terminating'
  }
  return ec2Reply('DeleteFleets', {
    successfulFleetDeletionSet: listOf(
      fleets.map(({ id }) => ({ fleetId: id, previousFleetState: 'active', currentFleetState: 'deleted_terminating' })),
    ),
    unsuccessfulFleetDeletionSet: '',
  })
}
