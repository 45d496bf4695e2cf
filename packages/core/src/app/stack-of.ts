// From a config and what the plugins brought to one stack's composition: the same for a deploy, a render and
// credentials.
import type { Facts } from '@geuse/plugin-api'
import type { Registry } from '../contributions/index.js'
import type { DeployConfig } from './config.js'
import { composeStack, type Stack } from './stack.js'

/** Which stack. */
export interface StackWanted {
  readonly config: DeployConfig
  readonly name: string
  readonly id: string
  readonly accountId: string
  /** Of the smallest candidate; 0 while it is not known. */
  readonly memoryMiB: number
  /** x86_64 while it is not known. */
  readonly arch?: Facts['arch']
}

/**
 * @returns the composition
 * @throws GmError CONFIG_INVALID with every problem at once
 */
export function stackOf(
  registry: Registry,
  { config, name, id, accountId, memoryMiB, arch = 'x86_64' }: StackWanted,
): Stack {
  return composeStack({
    name,
    id,
    region: config.region,
    accountId,
    services: [...registry.services.values()].map(({ item }) => item),
    chosen: config.services,
    primary: config.primary,
    settings: config.set,
    tls: config.tls,
    domain: config.domain,
    machine: { arch, memoryMiB, gpu: false },
  })
}
