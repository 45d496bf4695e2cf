// Commands over SSM: only to registered instances, slowly, and with output cut where Systems Manager cuts it.
import { randomUUID } from 'node:crypto'
import type { Context } from '../account/context.js'
import { jsonAnswer } from '../answer/answer.js'
import { AwsError, notEmulated } from '../answer/aws-error.js'
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { CommandResult } from '../instances/emulated-instance.js'
import type { Handler } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { type Params, record, text, texts } from '../request/params.js'
import { carryOut } from './carry-out.js'
import { registered } from './registered.js'
import { type Command, commandStatus } from './command.js'

/** Systems Manager keeps so many characters of a command's output. */
const kept = 24_000

function reachable(call: Call, cx: Context, id: string): InstanceRecord {
  const found = registered(call, cx, id)
  if (found) return found
  throw new AwsError('InvalidInstanceId', `Instances [[${id}]] not in a valid state for account ${call.account}`)
}

function scriptOf(params: Params): string {
  return texts(record(params, 'Parameters'), 'commands').join('\n')
}

function described(command: Command, cx: Context): Params {
  return {
    CommandId: command.id,
    DocumentName: command.document,
    InstanceIds: [command.instanceId],
    RequestedDateTime: command.sentAt / 1000,
    Status: commandStatus(command, cx.clock.now()) ?? 'Pending',
    TargetCount: 1,
  }
}

/** What the document takes where nothing is said, in seconds (AWS-RunShellScript, executionTimeout). */
const executionTimeout = '3600'

function newCommand(call: Call, cx: Context, id: string, { id: instanceId, instance }: InstanceRecord): Command {
  const script = scriptOf(call.params)
  const [seconds = executionTimeout] = texts(record(call.params, 'Parameters'), 'executionTimeout')
  const cancelled = new AbortController()
  return {
    id,
    account: call.account,
    region: call.region,
    instanceId,
    document: text(call.params, 'DocumentName') ?? '',
    sentAt: cx.clock.now(),
    cancelled,
    run: () => instance.run(script, { seconds: Number(seconds), signal: cancelled.signal }),
  }
}

/** What goes wrong inside the sandbox itself shows in the account's status. */
function begin(command: Command, cx: Context): void {
  carryOut(command, cx).catch((error: unknown) => {
    command.ended = 'Failed'
    cx.state.internalErrors.push(error instanceof Error ? error.message : String(error))
  })
}

/** SendCommand: `AWS-RunShellScript` on one or more instances that are given by id. */
export const sendCommand: Handler = async (call, cx) => {
  const document = text(call.params, 'DocumentName') ?? ''
  if (document !== 'AWS-RunShellScript') throw notEmulated(`the document ${document}`)
  const targets = texts(call.params, 'InstanceIds').map((id) => reachable(call, cx, id))
  const id = randomUUID()
  const commands = targets.map((target) => newCommand(call, cx, id, target))
  for (const command of commands) {
    cx.state.commands.set(`${id}/${command.instanceId}`, command)
    begin(command, cx)
  }
  return jsonAnswer({
    Command: {
      ...(commands[0] && described(commands[0], cx)),
      InstanceIds: targets.map((target) => target.id),
      TargetCount: targets.length,
    },
  })
}

const silent: CommandResult = { exitCode: -1, stdout: '', stderr: '' }

/** CancelCommand: what has ended stays as it ended. */
export const cancelCommand: Handler = async (call, cx) => {
  const id = text(call.params, 'CommandId')
  const wanted = texts(call.params, 'InstanceIds')
  const found = [...cx.state.commands.values()].filter(
    (command) => command.account === call.account && command.region === call.region && command.id === id,
  )
  if (found.length === 0) throw new AwsError('InvalidCommandId', '')
  for (const command of found) if (wanted.length === 0 || wanted.includes(command.instanceId)) command.cancelled.abort()
  return jsonAnswer({})
}

function invocationOf(call: Call, cx: Context): Command | undefined {
  const command = cx.state.commands.get(`${text(call.params, 'CommandId')}/${text(call.params, 'InstanceId')}`)
  return command?.account === call.account ? command : undefined
}

/** GetCommandInvocation: does not exist in the first moment after SendCommand. */
export const getCommandInvocation: Handler = async (call, cx) => {
  const command = invocationOf(call, cx)
  const status = command && commandStatus(command, cx.clock.now())
  if (!command || !status) throw new AwsError('InvocationDoesNotExist', '')
  const { exitCode, stdout, stderr } = command.result ?? silent
  return jsonAnswer({
    CommandId: command.id,
    InstanceId: command.instanceId,
    DocumentName: command.document,
    PluginName: 'aws:runShellScript',
    ResponseCode: exitCode,
    Status: status,
    StatusDetails: status,
    StandardOutputContent: stdout.slice(0, kept),
    StandardErrorContent: stderr.slice(0, kept),
  })
}

/** ListCommandInvocations, by command. */
export const listCommandInvocations: Handler = async (call, cx) => {
  const wanted = text(call.params, 'CommandId')
  const found = [...cx.state.commands.values()].filter(
    (command) =>
      command.account === call.account &&
      command.region === call.region &&
      (wanted === undefined || command.id === wanted),
  )
  return jsonAnswer({
    CommandInvocations: found.map((command) => ({ ...described(command, cx), InstanceId: command.instanceId })),
  })
}
