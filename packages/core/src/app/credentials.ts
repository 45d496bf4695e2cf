// The passwords of a stack, read from the parameter store when asked and kept nowhere.
import type { DeployConfig } from '../config/resolve.js'
import { parameterPath } from '../aws/common/names.js'
import { required } from '../aws/common/required.js'
import { assertComplete, type Composition } from '../stack/composition.js'
import type { Document } from '../state/document.js'
import type { Host, RunScope } from './host.js'
import type { StackOperation } from './run/stack-operation.js'
import { openRunOf } from './stack/account.js'
import { loadStack, type KnownStackRequest } from './stack/load.js'
import { assertPlugins } from './stack/plugins.js'
import { composeConfig } from './deploy/resolve-stack.js'
import type { shownCredentials } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** One thing to log in with. */
export type ShownCredential = ShownCredentials['credentials'][number]

/** How to get into a stack. */
export type ShownCredentials = Told<typeof shownCredentials>

/** What is to be read, and where. */
export interface PreparedCredentials {
  readonly document: Document
  readonly composition: Composition
  readonly scope: RunScope
}

/** Reads what one logs in with. */
export const credentials: StackOperation<KnownStackRequest, PreparedCredentials, ShownCredentials> = {
  title: 'reading',
  prepare: prepareCredentials,
  run: readCredentials,
}

/** @throws GmError STACK_UNKNOWN; PLUGIN_MISSING, PLUGIN_FAILED for a service of which nothing is known */
async function prepareCredentials(host: Host, { name, profile }: KnownStackRequest): Promise<PreparedCredentials> {
  const [document, registry] = await Promise.all([loadStack(host, name, profile), host.registry()])
  assertPlugins(document, registry, ({ kind }) => kind === 'service')
  const composition = composeConfig(registry, document.config as unknown as DeployConfig)
  assertComplete(composition)
  const scope = await openRunOf(host, document, profile, ({ clients }) => clients.preload(clients.ssm))
  return { document, composition, scope }
}

/** @throws GmError NOT_FOUND, DENIED */
async function readCredentials(
  _host: Host,
  { document, composition, scope: { clients } }: PreparedCredentials,
): Promise<ShownCredentials> {
  const { stack_name: name } = document
  const path = parameterPath({ name, id: document.stack_id })
  const ssm = await clients.ssm()
  const shown = composition.credentials.map(async ({ label, username, parameter: id }) => {
    const { Parameter } = await ssm.getParameter({ Name: `${path}/${id}`, WithDecryption: true })
    return { id, label, username: username ?? null, secret: required(Parameter?.Value, `the value of ${id}`) }
  })
  return { stack: name, url: document.n8n_url, credentials: await Promise.all(shown) }
}
