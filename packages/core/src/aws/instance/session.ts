// A session with an instance: opened through Systems Manager, carried by the Session Manager plugin, closed again. The
// plugin closes what it carries by itself, but not where it was killed, or never began.
import type { StartSessionRequest } from '@aws-sdk/client-ssm'
import type { AwsContext } from '../common/context.js'
import { required } from '../common/required.js'
import { isNotRegistered } from '../errors/classify.js'
import { retryWhile, type WaitContext } from '../wait/wait-for.js'
import type { PluginCall } from './session-plugin.js'

/** What a session is for: one of Systems Manager's documents, and what it takes. */
export interface SessionPurpose {
  readonly document: 'AWS-StartInteractiveCommand' | 'AWS-StartNonInteractiveCommand' | 'AWS-StartPortForwardingSession'
  readonly parameters: Readonly<Record<string, string>>
}

/** A session that is open. */
export interface Session {
  /** What carries it. */
  readonly call: PluginCall
  /** Closes it; one that is closed already stays so. */
  end(): Promise<void>
}

/** Seconds for an agent to register that is on its way; a stack that stands has one. */
const patience = 3

/** What whoever opens a session must be allowed to do. */
export const sessionActions = ['ssm:StartSession', 'ssm:TerminateSession'] as const

/**
 * @param instanceId of an instance whose agent is registered
 * @param purpose what the session is for
 * @throws GmError TIMED_OUT where no agent is registered, DENIED
 */
export async function openSession(
  cx: WaitContext & Pick<AwsContext, 'aws'>,
  instanceId: string,
  { document, parameters }: SessionPurpose,
): Promise<Session> {
  const ssm = await cx.aws.ssm()
  const request: StartSessionRequest = {
    Target: instanceId,
    DocumentName: document,
    Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]])),
  }
  const agent = `the agent on ${instanceId} to register`
  const answer = await retryWhile(cx, agent, () => ssm.startSession(request), isNotRegistered, patience)
  const { SessionId, TokenValue, StreamUrl } = answer
  const id = required(SessionId, 'SessionId')
  return {
    call: { connection: cx.aws.connection, request, response: { SessionId: id, TokenValue, StreamUrl } },
    // One that cannot be closed now is closed by Systems Manager, when nothing has gone through it for a while.
    end: async () => void (await ssm.terminateSession({ SessionId: id }).catch(() => undefined)),
  }
}
