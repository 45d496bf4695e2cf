// The console of an instance, as EC2 keeps it: all that can be read of one whose agent never registers.
import { readable } from '../../model/readable.js'
import type { AwsContext } from '../common/context.js'

/**
 * @param instanceId of an instance that boots, runs, or ended within the hour
 * @returns its lines, of the last 64 KB; none while EC2 has nothing
 */
export async function consoleLines(cx: Pick<AwsContext, 'aws'>, instanceId: string): Promise<readonly string[]> {
  const ec2 = await cx.aws.ec2()
  const { Output = '' } = await ec2.getConsoleOutput({ InstanceId: instanceId, Latest: true })
  const text = Buffer.from(Output, 'base64').toString().trimEnd()
  return text === '' ? [] : text.split('\n').map(readable)
}
