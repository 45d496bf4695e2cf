// The console of an instance: its boot log, for those whom SSM does not reach.
import { AwsError } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { text } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'

const keptBytes = 64 * 1024

/** GetConsoleOutput: the last 64 KB, as EC2 keeps. */
export const getConsoleOutput: Handler = async (call, cx) => {
  const id = text(call.params, 'InstanceId') ?? ''
  const record = cx.state.instances.get(id)
  if (!record || record.account !== call.account)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  const output = Buffer.from((await record.instance.console()).slice(-keptBytes)).toString('base64')
  return ec2Reply('GetConsoleOutput', { instanceId: id, timestamp: new Date(cx.clock.now()).toISOString(), output })
}
