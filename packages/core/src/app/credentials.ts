// The passwords of a stack, read from the parameter store when asked and kept nowhere.
import type { DeployConfig } from '../config/resolve.js'
import { parameterPath } from '../aws/common/names.js'
import { required } from '../aws/common/required.js'
import { assertComplete } from '../stack/composition.js'
import { openRunOf } from './stack/account.js'
import type { Host } from './host.js'
import { loadStack } from './stack/load.js'
import { assertPlugins } from './stack/plugins.js'
import { composeConfig } from './deploy/resolve-stack.js'

/** One thing to log in with. */
export interface ShownCredential {
  /** Service and secret, like `n8n/owner-password`: stays the same where labels are reworded. */
  readonly id: string
  readonly label: string
  readonly username: string | null
  readonly secret: string
}

/** How to get into a stack. */
export interface ShownCredentials {
  readonly stack: string
  /** The public URL; null where there is none now. */
  readonly url: string | null
  readonly credentials: readonly ShownCredential[]
}

/**
 * @throws GmError STACK_UNKNOWN, NOT_FOUND, DENIED; PLUGIN_MISSING, PLUGIN_FAILED for a service of which nothing is
 * known
 */
export async function credentials(
  host: Host,
  name: string,
  options: { readonly profile?: string | undefined },
): Promise<ShownCredentials> {
  const [document, registry] = await Promise.all([loadStack(host, name, options.profile), host.registry()])
  assertPlugins(document, registry, ({ kind }) => kind === 'service')
  const { clients } = await openRunOf(host, document, options.profile, (scope) =>
    scope.clients.preload(scope.clients.ssm),
  )
  const composition = composeConfig(registry, document.config as unknown as DeployConfig)
  assertComplete(composition)
  const path = parameterPath({ name, id: document.stack_id })
  const ssm = await clients.ssm()
  const shown = composition.credentials.map(async ({ label, username, parameter: id }) => {
    const { Parameter } = await ssm.getParameter({ Name: `${path}/${id}`, WithDecryption: true })
    return { id, label, username: username ?? null, secret: required(Parameter?.Value, `the value of ${id}`) }
  })
  return { stack: name, url: document.n8n_url, credentials: await Promise.all(shown) }
}
