// An instance behind Systems Manager: each question is one command, waited for, whose output is the answer.
import { GmError, isGmError } from '@geuse/plugin-api'
import { instanceBehind, type Instance } from '../../instance/instance.js'
import { readable } from '../../model/readable.js'
import { isNotRegistered, isNotShownYet } from '../errors/classify.js'
import type { AwsContext } from '../common/context.js'
import { required } from '../common/required.js'
import { waitFor, retryWhile, type WaitContext } from '../wait/wait-for.js'

/** How long to wait, in seconds. */
export interface CommandPatience {
  /** For the agent to register. */
  readonly registered: number
  /** For the command to end. */
  readonly done: number
}

/** What is needed of a run to send a command. */
type Sender = WaitContext & Pick<AwsContext, 'aws'>

/**
 * @param instanceId of an instance that may still be booting
 * @returns the instance; its methods throw GmError TIMED_OUT when the agent does not register or the command does not
 *   end in time, and CLOUD_FAILED when it failed
 */
export function ssmInstance(cx: Sender, instanceId: string, patience: CommandPatience): Instance {
  return instanceBehind((script) => runCommand(cx, instanceId, script, patience))
}

/** @returns whether a question was not even sent, as the agent of the instance is not registered */
export function isUnregistered(error: unknown): boolean {
  return isGmError(error) && error.code === 'TIMED_OUT' && isNotRegistered(error.cause)
}

const underWay = ['Pending', 'InProgress', 'Delayed', undefined]

/** @returns what the script wrote to standard output: at most 24,000 characters */
async function runCommand(cx: Sender, instanceId: string, script: string, patience: CommandPatience): Promise<string> {
  const ssm = await cx.aws.ssm()
  const request = {
    InstanceIds: [instanceId],
    DocumentName: 'AWS-RunShellScript',
    Parameters: { commands: script.split('\n'), executionTimeout: [String(patience.done)] },
  }
  const send = () => ssm.sendCommand(request)
  const { Command } = await retryWhile(
    cx,
    `the agent on ${instanceId} to register`,
    send,
    isNotRegistered,
    patience.registered,
  )
  const ended = () => invocation(cx, instanceId, required(Command?.CommandId, 'CommandId'))
  const { Status, StandardOutputContent, StandardErrorContent } = await waitFor(cx, 'its answer', ended, {
    seconds: patience.done,
    quiet: true,
  })
  if (Status === 'Success') return StandardOutputContent ?? ''
  const said = readable((StandardErrorContent || StandardOutputContent || '').trim().slice(-300))
  throw new GmError('CLOUD_FAILED', `A command on ${instanceId} ended as ${Status}: ${said}`)
}

async function invocation(cx: Sender, InstanceId: string, CommandId: string) {
  const ssm = await cx.aws.ssm()
  try {
    const answer = await ssm.getCommandInvocation({ InstanceId, CommandId })
    return underWay.includes(answer.Status) ? undefined : answer
  } catch (error) {
    if (isNotShownYet(error)) return undefined
    throw error
  }
}
