// Sessions of Session Manager: opened for an instance that is registered, and ended. What goes through one for a port
// is in stream.ts; commands have no agent here that could run them.
import { randomBytes } from 'node:crypto'
import { jsonAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import type { Handler } from '../operations/operation.js'
import { record, text, texts } from '../request/params.js'
import { registered } from './registered.js'
import type { Session } from './session.js'

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
  const [portNumber] = texts(parameters, 'portNumber')
  const port = portNumber === undefined ? undefined : Number(portNumber)
  const session = newSession(call.account, { instanceId, document, port })
  const { id } = session
  cx.state.sessions.set(id, session)
  return jsonAnswer({
    SessionId: id,
    TokenValue: session.token,
    StreamUrl: `wss://ssmmessages.${call.region}.amazonaws.com/v1/data-channel/${id}?role=publish_subscribe`,
  })
}

function newSession(account: string, about: Pick<Session, 'instanceId' | 'document' | 'port'>): Session {
  const closing = new AbortController()
  return {
    ...about,
    id: `${account}-${randomBytes(9).toString('hex')}`,
    token: randomBytes(96).toString('base64'),
    closed: closing.signal,
    get ended() {
      return closing.signal.aborted
    },
    end: () => closing.abort(),
  }
}

/** TerminateSession: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html */
export const terminateSession: Handler = async (call, cx) => {
  const id = text(call.params, 'SessionId') ?? ''
  cx.state.sessions.get(id)?.end()
  return jsonAnswer({ SessionId: id })
}
