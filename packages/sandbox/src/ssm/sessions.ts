// Sessions of Session Manager as far as its API goes: opened for an instance that is registered, and ended. What would
// go through one is the business of its plugin, and of the agent.
import { randomBytes } from 'node:crypto'
import { jsonAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { record, text, texts } from '../request/params.js'
import { registered } from './registered.js'

/** What each document asks for; all that is here of those that AWS keeps. Without one, a session is a shell. */
const documents: Readonly<Record<string, readonly string[]>> = {
  'SSM-SessionManagerRunShell': [],
  'AWS-StartInteractiveCommand': ['command'],
  'AWS-StartNonInteractiveCommand': ['command'],
  'AWS-StartPortForwardingSession': ['portNumber'],
}

/** StartSession: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html */
export const startSession: Handler = async (call, cx) => {
  const instanceId = text(call.params, 'Target') ?? ''
  if (!registered(call, cx, instanceId)) throw new AwsError('TargetNotConnected', `${instanceId} is not connected.`)
  const document = text(call.params, 'DocumentName') ?? 'SSM-SessionManagerRunShell'
  const needed = documents[document]
  if (needed === undefined) throw new AwsError('InvalidDocument', `Document ${document} does not exist.`)
  const parameters = record(call.params, 'Parameters')
  const missing = needed.filter((name) => texts(parameters, name).length === 0)
  if (missing.length > 0) throw new AwsError('InvalidParameters', `Missing parameters: ${missing.join(', ')}`)
  const id = `${call.account}-${randomBytes(9).toString('hex')}`
  cx.state.sessions.set(id, { id, instanceId, document, ended: false })
  return jsonAnswer({
    SessionId: id,
    TokenValue: randomBytes(96).toString('base64'),
    StreamUrl: `wss://ssmmessages.${call.region}.amazonaws.com/v1/data-channel/${id}?role=publish_subscribe`,
  })
}

/** TerminateSession: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html */
export const terminateSession: Handler = async (call, cx) => {
  const id = text(call.params, 'SessionId') ?? ''
  const session = cx.state.sessions.get(id)
  if (session) session.ended = true
  return jsonAnswer({ SessionId: id })
}
