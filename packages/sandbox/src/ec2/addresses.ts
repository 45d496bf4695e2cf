// Elastic addresses: who may have one, and when it may be given back.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { items, leaf } from '../answer/xml.js'
import type { Layer } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { instanceState } from './instance-record.js'

/** Refuses an address that is still associated. */
export const guardRelease: Layer = (next) => async (call, cx) => {
  const id = text(call.params, 'AllocationId')
  if (id === undefined) return next(call, cx)
  const [address] = items(await cx.moto.ask(call, 'ec2', 'DescribeAddresses', { AllocationId: [id] }), 'addressesSet')
  if (address && leaf(address, 'associationId') !== '') throw new AwsError('InvalidIPAddress.InUse', `Address ${leaf(address, 'publicIp')} is in use.`)
  return next(call, cx)
}

const guardGatewayOf = async (call: Call, cx: Context, vpc: string): Promise<void> => {
  const found = await cx.moto.ask(call, 'ec2', 'DescribeInternetGateways', { Filter: [{ Name: 'attachment.vpc-id', Value: [vpc] }] })
  if (items(found, 'internetGatewaySet').length === 0) throw new AwsError('Gateway.NotAttached', `Network ${vpc} is not attached to any internet gateway`)
}

/** Refuses an instance that is not running, and a network without a gateway. */
export const guardAssociate: Layer = (next) => async (call, cx) => {
  const record = cx.world.instances.get(text(call.params, 'InstanceId') ?? '')
  if (!record) return next(call, cx)
  const state = instanceState(record, cx.clock.now())
  if (state !== 'running') throw new AwsError('InvalidInstanceID', `The ${state ?? 'terminated'} instance '${record.id}' is not in a valid state for this operation.`)
  await guardGatewayOf(call, cx, record.machine.vpcId)
  return next(call, cx)
}
