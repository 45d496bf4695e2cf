// Elastic addresses: who may have one, and when it may be given back.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { child, items, leaf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { type InstanceRecord, instanceState } from './instance-record.js'

/** Refuses an address that is still associated. */
export const guardRelease: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'AllocationId')
  if (id === undefined) return next(call, cx)
  const [address] = items(await cx.moto.ask(call, 'ec2', 'DescribeAddresses', { AllocationId: [id] }), 'addressesSet')
  if (address && leaf(address, 'associationId') !== '')
    throw new AwsError('InvalidIPAddress.InUse', `Address ${leaf(address, 'publicIp')} is in use.`)
  return next(call, cx)
}

async function guardGatewayOf(call: Call, cx: Context, vpc: string): Promise<void> {
  const found = await cx.moto.ask(call, 'ec2', 'DescribeInternetGateways', {
    Filter: [{ Name: 'attachment.vpc-id', Value: [vpc] }],
  })
  if (items(found, 'internetGatewaySet').length === 0)
    throw new AwsError('Gateway.NotAttached', `Network ${vpc} is not attached to any internet gateway`)
}

/** The instance that is to have the address, named itself or by its interface. */
async function instanceOf(call: Call, cx: Context): Promise<InstanceRecord | undefined> {
  const eni = text(call.params, 'NetworkInterfaceId')
  if (eni === undefined) return cx.state.instances.get(text(call.params, 'InstanceId') ?? '')
  const [found] = items(
    await cx.moto.ask(call, 'ec2', 'DescribeNetworkInterfaces', { NetworkInterfaceId: [eni] }),
    'networkInterfaceSet',
  )
  return cx.state.instances.get(leaf(child(found ?? {}, 'attachment'), 'instanceId'))
}

function notReady(call: Call, { id }: InstanceRecord, state: string): AwsError {
  const eni = text(call.params, 'NetworkInterfaceId')
  return eni === undefined
    ? new AwsError('InvalidInstanceID', `The ${state} instance '${id}' is not in a valid state for this operation.`)
    : new AwsError(
        'IncorrectInstanceState',
        `The ${state} instance to which '${eni}' is attached is not in a valid state for this operation`,
      )
}

/** Refuses an instance that is not running, and a network without a gateway. */
export const guardAssociate: Middleware = (next) => async (call, cx) => {
  const record = await instanceOf(call, cx)
  if (!record) return next(call, cx)
  const state = instanceState(record, cx.clock.now())
  if (state !== 'running') throw notReady(call, record, state ?? 'terminated')
  await guardGatewayOf(call, cx, record.instance.vpcId)
  return next(call, cx)
}
