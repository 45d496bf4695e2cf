// Stopping, starting and rebooting instances: what is on their disks stays, what runs in them ends and begins.
import type { Context } from '../account/context.js'
import type { Answer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { listOf } from '../answer/xml.js'
import type { Handler } from '../operations/operation.js'
import { checkVcpus } from '../quotas/vcpus.js'
import type { Call } from '../request/call.js'
import { texts } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'
import { type InstanceRecord, type InstanceState, instanceState, stateCodes } from './instance-record.js'
import { terminate } from './terminate.js'

/** StopInstances: a stopped one stays as it is. */
export const stopInstances: Handler = async (call, cx) => {
  const before = found(call, cx)
  for (const { record, state } of before) {
    if (record.market === 'spot') throw oneTime(record)
    if (!['running', 'stopping', 'stopped'].includes(state)) throw wrongState(record, 'stopped')
  }
  for (const { record, state } of before) if (state === 'running') switchOff(cx, record)
  return changed('StopInstances', cx, before)
}

/** StartInstances: a running one stays as it is. */
export const startInstances: Handler = async (call, cx) => {
  const before = found(call, cx)
  for (const { record, state } of before)
    if (!['stopped', 'pending', 'running'].includes(state)) throw wrongState(record, 'started')
  for (const { record, state } of before) if (state === 'stopped') checkVcpus(call, cx, record)
  for (const { record, state } of before) {
    if (state !== 'stopped') continue
    delete record.stoppedAt
    delete record.reason
    record.startedAt = cx.clock.now()
    background(cx, record.instance.start())
  }
  return changed('StartInstances', cx, before)
}

/** RebootInstances: asked for, not waited for. */
export const rebootInstances: Handler = async (call, cx) => {
  const before = found(call, cx)
  for (const { record, state } of before) if (state !== 'running') throw wrongState(record, 'rebooted')
  for (const { record } of before) background(cx, record.instance.reboot())
  return ec2Reply('RebootInstances', { return: 'true' })
}

/** Notes that an instance has switched itself off, or was lost; a spot one is gone with that. @param reason EC2's */
export function noteOff(cx: Context, id: string, reason: { readonly code: string; readonly message: string }): void {
  const record = cx.state.instances.get(id)
  if (!record || record.terminatedAt !== undefined || record.stoppedAt !== undefined) return
  if (record.market === 'spot') return terminate(cx, id, reason)
  record.stoppedAt = cx.clock.now()
  record.reason = reason
}

function switchOff(cx: Context, record: InstanceRecord): void {
  record.stoppedAt = cx.clock.now()
  record.reason = {
    code: 'Client.UserInitiatedShutdown',
    message: 'Client.UserInitiatedShutdown: User initiated shutdown',
  }
  record.lingers = true
  background(
    cx,
    record.instance.stop().finally(() => (record.lingers = false)),
  )
}

function background(cx: Context, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!cx.state.signal.aborted) cx.state.internalErrors.push(error instanceof Error ? error.message : String(error))
  })
}

interface Found {
  readonly record: InstanceRecord
  readonly state: InstanceState
}

/** All of them or, when one does not exist, none. */
function found(call: Call, cx: Context): Found[] {
  return texts(call.params, 'InstanceId').map((id) => {
    const record = cx.state.instances.get(id)
    const isHere = record?.account === call.account && record.region === call.region
    const state = record && isHere ? instanceState(record, cx.clock.now()) : undefined
    if (!record || !state) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
    return { record, state }
  })
}

function wrongState({ id }: InstanceRecord, verb: string): AwsError {
  const words = `The instance '${id}' is not in a state from which it can be ${verb}.`
  return new AwsError('IncorrectInstanceState', words)
}

function oneTime({ id }: InstanceRecord): AwsError {
  const words = `You can't stop the Spot Instance '${id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`
  return new AwsError('UnsupportedOperation', words)
}

function changed(operation: string, cx: Context, before: readonly Found[]): Answer {
  return ec2Reply(operation, {
    instancesSet: listOf(
      before.map(({ record, state }) => ({
        instanceId: record.id,
        previousState: stateNode(state),
        currentState: stateNode(instanceState(record, cx.clock.now()) ?? state),
      })),
    ),
  })
}

function stateNode(state: InstanceState): { code: string; name: string } {
  return { code: String(stateCodes[state]), name: state }
}
