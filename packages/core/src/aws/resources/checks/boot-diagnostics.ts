// Why a boot failed, from the best witness there is: the machine itself over SSM, or its console when its agent is mute.
import type { AwsContext } from '../../common/context.js'
import { ssmInstance } from '../../instance/ssm-command.js'

/** What is known of a boot. */
export interface BootStory {
  readonly reason?: string
  /** Last lines of the log, at most 40. */
  readonly lines: readonly string[]
}

const patience = { registered: 45, done: 30 }
const lastLines = 40

/**
 * @param instanceId machine whose boot failed or is late
 * @returns reason and last lines; empty when nobody tells: a story that is missing never hides the failure itself
 */
export async function bootStory(cx: AwsContext, instanceId: string): Promise<BootStory> {
  const told = await fromMachine(cx, instanceId).catch(() => undefined)
  return told ?? (await fromConsole(cx, instanceId).catch(() => ({ lines: [] })))
}

async function fromMachine(cx: AwsContext, instanceId: string): Promise<BootStory> {
  const { reason, log } = await ssmInstance(cx, instanceId, patience).status({ lines: lastLines })
  return { lines: log, ...(reason === null ? {} : { reason }) }
}

async function fromConsole(cx: AwsContext, instanceId: string): Promise<BootStory> {
  const ec2 = await cx.aws.ec2()
  const { Output = '' } = await ec2.getConsoleOutput({ InstanceId: instanceId, Latest: true })
  const lines = Buffer.from(Output, 'base64').toString().trimEnd().split('\n').slice(-lastLines)
  const reason = lines.findLast((line) => line.includes('gm-boot: failed'))?.replace(/^.*gm-boot: /, '')
  return { lines, ...(reason === undefined ? {} : { reason }) }
}
