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
  readonly label: string
  readonly username: string | null
  readonly secret: string
}

/**
 * @throws GmError STACK_UNKNOWN, NOT_FOUND, DENIED; PLUGIN_MISSING, PLUGIN_FAILED for a service of which nothing is known
 */
export async function credentials(
  host: Host,
  name: string,
  options: { readonly profile?: string | undefined },
): Promise<ShownCredential[]> {
  const [document, registry] = await Promise.all([loadStack(host, name, options.profile), host.registry()])
  assertPlugins(document, registry, ({ kind }) => kind === 'service')
  const { clients } = await openRunOf(host, document, options.profile)
  const composition = composeConfig(registry, document.config as unknown as DeployConfig)
  assertComplete(composition)
  const path = parameterPath({ name, id: document.stack_id })
  const ssm = await clients.ssm()
  return Promise.all(
    composition.credentials.map(async ({ label, username, parameter }) => {
      const { Parameter } = await ssm.getParameter({
        Name: `${path}/${parameter}`,
        WithDecryption: true,
      })
      return { label, username: username ?? null, secret: required(Parameter?.Value, `the value of ${parameter}`) }
    }),
  )
}
