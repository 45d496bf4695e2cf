// The passwords of a stack, read from the parameter store when asked and kept nowhere.
import type { DeployConfig } from './config.js'
import { told } from '../aws/told.js'
import { clientsOf } from './account.js'
import type { Host } from './host.js'
import { loadStack } from './load-stack.js'
import { stackOf } from './stack-of.js'

/** One thing to log in with. */
export interface ShownCredential {
  readonly label: string
  readonly username: string | null
  readonly secret: string
}

/**
 * @throws GmError STACK_UNKNOWN, NOT_FOUND, DENIED
 */
export async function credentials(
  host: Host,
  name: string,
  options: { readonly profile?: string | undefined },
): Promise<ShownCredential[]> {
  const [document, registry] = await Promise.all([loadStack(host, name), host.registry()])
  const clients = await clientsOf(host, document, options.profile)
  const stack = stackOf(registry, {
    config: document.config as unknown as DeployConfig,
    name,
    id: document.stack_id,
    accountId: document.account_id,
    memoryMiB: 0,
  })
  const ssm = await clients.ssm()
  return Promise.all(
    stack.credentials.map(async ({ label, username, parameter }) => {
      const { Parameter } = await ssm.getParameter({
        Name: `${stack.parameterPath}/${parameter}`,
        WithDecryption: true,
      })
      return { label, username: username ?? null, secret: told(Parameter?.Value, `the value of ${parameter}`) }
    }),
  )
}
