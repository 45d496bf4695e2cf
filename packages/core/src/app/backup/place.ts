// A stack whose data is backed up or put back: its document, its instance, and the secrets that its data needs.
import { GmError, type StackRef } from '@geuse/plugin-api'
import { ssmInstance } from '../../aws/instance/ssm-command.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Registry } from '../../contributions/index.js'
import type { Instance } from '../../instance/instance.js'
import type { Document } from '../../state/document.js'
import { composeConfig } from '../deploy/resolve-stack.js'
import type { Host, RunScope } from '../host.js'
import { stackRef } from '../run/read-only-context.js'
import { openRunOf } from '../stack/account.js'
import { loadStack, type KnownStackRequest } from '../stack/load.js'
import { assertPlugins } from '../stack/plugins.js'

/** A stack, and how its instance is asked. */
export interface BackupPlace {
  readonly document: Document
  readonly stack: StackRef
  readonly scope: RunScope
  /** @param signal ends the asking, and nothing on the instance */
  instance(signal: AbortSignal): Instance
}

/** Seconds. The instance answers at once, however long the work takes that it begins. */
const patience = { registered: 10, done: 60 }

/** @throws GmError STACK_UNKNOWN, ACCOUNT_MISMATCH, NOT_FOUND without an instance */
export async function backupPlace(host: Host, { name, profile }: KnownStackRequest): Promise<BackupPlace> {
  const document = await loadStack(host, name, profile)
  if (document.instance_id === null) throw lacking(document)
  const scope = await openRunOf(host, document, profile, ({ clients }) => clients.preload(clients.ssm))
  return instancePlace(host, document, scope)
}

/**
 * @param document of a stack
 * @param scope of the account that it is in
 * @returns the same of a stack that was loaded already
 * @throws GmError NOT_FOUND without an instance
 */
export function instancePlace(host: Host, document: Document, scope: RunScope): BackupPlace {
  const { instance_id: instanceId } = document
  if (instanceId === null) throw lacking(document)
  return {
    document,
    stack: stackRef(document),
    scope,
    instance: (signal) =>
      ssmInstance({ aws: scope.clients, clock: host.clock, signal, note: () => undefined }, instanceId, patience),
  }
}

/**
 * @returns names of the secrets that go with the data of a stack, below its path
 * @throws GmError PLUGIN_MISSING, PLUGIN_FAILED for a service of which nothing is known
 */
export function dataSecrets(document: Document, registry: Registry): string[] {
  assertPlugins(document, registry, ({ kind }) => kind === 'service')
  const { services } = composeConfig(registry, document.config as unknown as DeployConfig)
  return services.flatMap(({ service: { id, secrets = {} } }) =>
    Object.entries(secrets).flatMap(([name, { withData }]) => (withData === true ? [`${id}/${name}`] : [])),
  )
}

function lacking({ stack_name: name, status }: Document): GmError {
  return new GmError('NOT_FOUND', `${name} has no instance that could do it: it is ${status}`, {
    hints: [`gm status ${name}`, `gm deploy ${name}`],
  })
}
