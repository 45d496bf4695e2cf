// File systems: their states, and the error that a repeated CreationToken really gets.
import type { Context } from '../account/context.js'
import { scheduleAfter } from '../account/schedule-after.js'
import { type Answer, jsonAnswer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'

/** A file system or a mount target, as EFS describes it. */
export interface Described {
  FileSystemId: string
  MountTargetId?: string
  NetworkInterfaceId?: string
  LifeCycleState: string
  NumberOfMountTargets?: number
  [name: string]: unknown
}

/** The file systems of the account as moto has them. */
export async function fileSystems(call: Call, cx: Context, query: string): Promise<Described[]> {
  const path = `/2015-02-01/file-systems?${query}`
  return (
    await cx.moto.askJson<{ FileSystems: Described[] }>(
      call,
      'elasticfilesystem',
      'DescribeFileSystems',
      {},
      { method: 'GET', path },
    )
  ).FileSystems
}

/** Rewrites what is described with the states of the clock. */
export function onClock(described: Described, cx: Context): Described {
  return {
    ...described,
    LifeCycleState: cx.state.files.state(described.MountTargetId ?? described.FileSystemId, cx.clock.now()),
  }
}

async function alreadyThere(call: Call, cx: Context): Promise<AwsError> {
  const token = text(call.params, 'CreationToken') ?? ''
  const [known] = await fileSystems(call, cx, `CreationToken=${encodeURIComponent(token)}`)
  const id = known?.FileSystemId ?? ''
  return new AwsError(
    'FileSystemAlreadyExists',
    `File system '${id}' already exists with creation token '${token}'`,
    409,
    { FileSystemId: id },
  )
}

/** CreateFileSystem: `creating` at first; a known token is 409 with the id of what it made. */
export const createsFileSystem: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (answer.status === 409) throw await alreadyThere(call, cx)
  if (!succeeded(answer)) return answer
  const made = JSON.parse(answer.body) as Described
  cx.state.files.made(made.FileSystemId, cx.clock.now())
  return jsonAnswer(onClock(made, cx), answer.status)
}

/** DescribeFileSystems. */
export const fileSystemsOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const page = JSON.parse(answer.body) as { FileSystems: Described[] }
  return jsonAnswer({ ...page, FileSystems: page.FileSystems.map((each) => onClock(each, cx)) })
}

/** DeleteFileSystem: refused while mount targets exist, then `deleting` for a while. */
export const deletesFileSystem: Middleware = (next) => async (call, cx) => {
  const id = text(call.params, 'FileSystemId') ?? ''
  const [found] = await fileSystems(call, cx, `FileSystemId=${encodeURIComponent(id)}`)
  if ((found?.NumberOfMountTargets ?? 0) > 0)
    throw new AwsError('FileSystemInUse', `Cannot delete file system '${id}' because it still has mount targets`, 409)
  if (cx.state.files.goes(id)) scheduleAfter(cx, ['fileSystemDeleting'], () => next(call, cx))
  return noContent()
}

/** EFS answers a deletion without a body. */
export function noContent(): Answer {
  return { status: 204, headers: {}, body: '' }
}
