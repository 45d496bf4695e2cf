// The backup policy of a file system: moto has only what was said at its creation.
import { jsonAnswer, succeeded } from '../answer/answer.js'
import type { Handler, Middleware } from '../operations/operation.js'
import { record, text } from '../request/params.js'
import { fileSystems } from './file-systems.js'

/** PutBackupPolicy. */
export const putBackupPolicy: Handler = async (call, cx) => {
  const id = text(call.params, 'FileSystemId') ?? ''
  await fileSystems(call, cx, `FileSystemId=${encodeURIComponent(id)}`)
  const status = text(record(call.params, 'BackupPolicy'), 'Status') ?? 'DISABLED'
  cx.state.files.backups.set(id, status)
  return jsonAnswer({ BackupPolicy: { Status: status } })
}

/** DescribeBackupPolicy: what was put wins. */
export const describesBackupPolicy: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  const put = cx.state.files.backups.get(text(call.params, 'FileSystemId') ?? '')
  return put === undefined || (!succeeded(answer) && answer.status !== 404)
    ? answer
    : jsonAnswer({ BackupPolicy: { Status: put } })
}
