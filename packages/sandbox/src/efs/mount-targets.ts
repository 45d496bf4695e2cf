// Mount targets: slow to come, slow to go, and never on a file system that is not there yet.
import type { Context } from '../account/context.js'
import { scheduleAfter } from '../account/schedule-after.js'
import { jsonAnswer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { type Described, noContent, onClock } from './file-systems.js'

async function describe(call: Call, cx: Context, id: string): Promise<Described | undefined> {
  const path = `/2015-02-01/mount-targets?MountTargetId=${encodeURIComponent(id)}`
  const found = await cx.moto.askJson<{ MountTargets: Described[] }>(
    call,
    'elasticfilesystem',
    'DescribeMountTargets',
    {},
    { method: 'GET', path },
  )
  return found.MountTargets[0]
}

/** An interface says what it belongs to. */
async function describeInterface(
  call: Call,
  cx: Context,
  { NetworkInterfaceId = '', FileSystemId, MountTargetId }: Described,
): Promise<void> {
  const Description = { Value: `EFS mount target for ${FileSystemId} (${MountTargetId})` }
  await cx.moto.ask(call, 'ec2', 'ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Description })
}

/** CreateMountTarget: needs a file system that is available. */
export const createsMountTarget: Middleware = (next) => async (call, cx) => {
  const fileSystem = text(call.params, 'FileSystemId') ?? ''
  const state = cx.state.files.state(fileSystem, cx.clock.now())
  if (state !== 'available')
    throw new AwsError(
      'IncorrectFileSystemLifeCycleState',
      `The file system '${fileSystem}' is ${state}, not available`,
      409,
    )
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const made = JSON.parse(answer.body) as Described
  await describeInterface(call, cx, made)
  cx.state.files.made(made.MountTargetId ?? '', cx.clock.now())
  return jsonAnswer(onClock(made, cx), answer.status)
}

/** DescribeMountTargets. */
export const mountTargetsOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const page = JSON.parse(answer.body) as { MountTargets: Described[] }
  return jsonAnswer({ ...page, MountTargets: page.MountTargets.map((each) => onClock(each, cx)) })
}

/** DeleteMountTarget: it stays, with its network interface, while it is `deleting`. */
export const deletesMountTarget: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'MountTargetId') ?? ''
  await describe(call, cx, id)
  if (cx.state.files.goes(id)) scheduleAfter(cx, ['mountTargetDeleting'], () => next(call, cx))
  return noContent()
}
