// Where a session leads: the instance of a stack, in its own account, with all that keeps one from being opened said
// first.
import { GmError } from '@geuse/plugin-api'
import { openSession, type Session, type SessionPurpose } from '../../aws/instance/session.js'
import { demandSessionPlugin } from '../../aws/instance/session-plugin.js'
import type { Document } from '../../state/document.js'
import type { Host, RunScope } from '../host.js'
import { openRunOf } from '../stack/account.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'

/** The instance of a stack, about to be talked to. */
export interface SessionPlace {
  readonly document: Document
  /** Opens a session. @param signal ends the waiting for one */
  open(purpose: SessionPurpose, signal: AbortSignal): Promise<Session>
}

/**
 * @throws GmError NOT_FOUND without the Session Manager plugin or without an instance, STACK_UNKNOWN, ACCOUNT_MISMATCH
 */
export async function sessionPlace(host: Host, { name, profile }: KnownStackRequest): Promise<SessionPlace> {
  const [document] = await Promise.all([loadStack(host, name, profile), demandSessionPlugin()])
  if (document.instance_id === null) lacking(document)
  const scope = await openRunOf(host, document, profile, ({ clients }) => clients.preload(clients.ssm))
  return sessionPlaceIn(host, document, scope)
}

/**
 * @param document of a stack
 * @param scope of the account that it is in
 * @returns the same of a stack that was loaded already
 * @throws GmError NOT_FOUND without an instance
 */
export function sessionPlaceIn(host: Host, document: Document, { clients }: RunScope): SessionPlace {
  const instanceId = document.instance_id ?? lacking(document)
  return {
    document,
    open: (purpose, signal) =>
      openSession({ aws: clients, clock: host.clock, signal, note: () => undefined }, instanceId, purpose),
  }
}

/** @returns ids of the services of a stack, in its order */
export function servicesOf({ plugins }: Pick<Document, 'plugins'>): string[] {
  return plugins.flatMap(({ services }) => services.map(({ id }) => id))
}

function lacking({ stack_name: name, status }: Document): never {
  throw new GmError('NOT_FOUND', `${name} has no instance to talk to: it is ${status}`, {
    hints: [`gm status ${name}`, `gm deploy ${name}`],
  })
}
