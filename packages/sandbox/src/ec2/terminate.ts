// Ending instances: the state changes at once, the instance and its network interface stay for as long as they do at
// AWS.
import type { Context } from '../account/context.js'
import { scheduleAfter } from '../account/schedule-after.js'
import { AwsError } from '../answer/aws-error.js'
import { items, leaf, listOf } from '../answer/xml.js'
import type { Handler } from '../operations/operation.js'
import { texts } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'
import { type InstanceRecord, type InstanceState, stateCodes, instanceState } from './instance-record.js'

const byUser = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
}

/** Takes the instance out of moto with its addresses and interfaces; moto itself would leave both behind. */
async function release(cx: Context, { id, account, region }: InstanceRecord): Promise<void> {
  const scope = { account, region }
  const addresses = items(
    await cx.moto.ask(scope, 'ec2', 'DescribeAddresses', { Filter: [{ Name: 'instance-id', Value: [id] }] }),
    'addressesSet',
  )
  const interfaces = items(
    await cx.moto.ask(scope, 'ec2', 'DescribeNetworkInterfaces', {
      Filter: [{ Name: 'attachment.instance-id', Value: [id] }],
    }),
    'networkInterfaceSet',
  )
  // The caller may take the address away, or give it back, at this very moment: the rest must go all the same.
  for (const address of addresses)
    await cx.moto
      .ask(scope, 'ec2', 'DisassociateAddress', { AssociationId: leaf(address, 'associationId') })
      .catch(() => undefined)
  await cx.moto.ask(scope, 'ec2', 'TerminateInstances', { InstanceId: [id] })
  for (const each of interfaces)
    await cx.moto.ask(scope, 'ec2', 'DeleteNetworkInterface', { NetworkInterfaceId: leaf(each, 'networkInterfaceId') })
}

/** Begins the end of an instance. One that is ending already stays as it is. */
export function terminate(cx: Context, id: string, reason = byUser): void {
  const record = cx.state.instances.get(id)
  if (!record || record.terminatedAt !== undefined) return
  record.terminatedAt = cx.clock.now()
  record.reason = reason
  record.lingers = true
  const gone = record.instance.end().finally(() => (record.lingers = false))
  scheduleAfter(cx, ['instanceShuttingDown', 'interfaceRelease'], () => gone.then(() => release(cx, record)))
}

function stateNode(state: InstanceState): { code: string; name: string } {
  return {
    code: String(stateCodes[state]),
    name: state,
  }
}

/** TerminateInstances: all of them or, when one does not exist, none. */
export const terminateInstances: Handler = async (call, cx) => {
  const before = texts(call.params, 'InstanceId').map((id) => {
    const record = cx.state.instances.get(id)
    const state =
      record && record.account === call.account && record.region === call.region
        ? instanceState(record, cx.clock.now())
        : undefined
    if (!state) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
    return { id, state }
  })
  for (const { id } of before) terminate(cx, id)
  return ec2Reply('TerminateInstances', {
    instancesSet: listOf(
      before.map(({ id, state }) => ({
        instanceId: id,
        previousState: stateNode(state),
        currentState: stateNode(state === 'terminated' ? 'terminated' : 'shutting-down'),
      })),
    ),
  })
}
