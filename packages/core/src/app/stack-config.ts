// From what a person asks for to a config that composes, or to every mistake at once: a name, options and settings of
// services are checked by different hands, and nobody should have to type a command once for each of them.
import { type GmError, isGmError } from '@geuse/plugin-api'
import regions from '../aws/regions.json' with { type: 'json' }
import type { Registry } from '../contributions/index.js'
import { type ConfigFile, type DeployConfig, mistakes, readConfig, type ResolvedConfig } from './config.js'
import type { Host } from './host.js'
import { keysOf } from './offerings.js'
import { checkStackName } from './stack-name.js'
import { stackOf } from './stack-of.js'

/** What is asked for. */
export interface StackRequest {
  readonly name: string
  /** By the words of flags. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly file?: ConfigFile
}

/**
 * @param stored what a known stack was asked for
 * @returns the config, and the keys given in this call
 * @throws GmError CONFIG_INVALID with every mistake in `problems`
 */
export function stackConfig(
  host: Host,
  registry: Registry,
  request: StackRequest,
  stored?: Partial<DeployConfig>,
): ResolvedConfig {
  const { problems, ...resolved } = readConfig({
    flags: request.flags,
    environment: host.environment,
    settings: host.settings,
    regions,
    tierKeys: Object.fromEntries([...registry.tiers].map(([id, { item }]) => [id, keysOf(item)])),
    services: [...registry.services.keys()],
    ...(request.file === undefined ? {} : { file: request.file }),
    ...(stored === undefined ? {} : { stored }),
  })
  const misnamed = problemsOf(() => checkStackName(request.name))
  const composed = problemsOf(() => compose(registry, request.name, known(registry, resolved.config)))
  if (misnamed.length + problems.length > 0) throw mistakes([...misnamed, ...problems, ...composed.flatMap(single)])
  if (composed[0] !== undefined) throw composed[0]
  return resolved
}

function compose(registry: Registry, name: string, config: DeployConfig): unknown {
  return stackOf(registry, {
    config,
    name,
    id: '00000000-0000-4000-8000-000000000000',
    accountId: '000000000000',
    memoryMiB: 0,
  })
}

/** What is not registered was told already, by the place where it was said. */
function known({ services: shelf }: Registry, config: DeployConfig): DeployConfig {
  const { services, primary, ...rest } = config
  const set = Object.fromEntries(Object.entries(config.set).filter(([id]) => shelf.has(id)))
  const chosen = services?.filter((id) => shelf.has(id))
  return {
    ...rest,
    set,
    ...(chosen === undefined || chosen.length === 0 ? {} : { services: chosen }),
    ...(primary === undefined || !shelf.has(primary) ? {} : { primary }),
  }
}

function problemsOf(work: () => unknown): GmError[] {
  try {
    work()
    return []
  } catch (error) {
    if (isGmError(error)) return [error]
    throw error
  }
}

function single(error: GmError): readonly GmError[] {
  return error.problems.length > 0 ? error.problems : [error]
}
