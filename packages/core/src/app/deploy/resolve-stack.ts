// From what a person asks for to a config and the services that it makes, or to every mistake at once: a name, options
// and settings of services are checked by different hands, and nobody should have to type a command once for each.
import { type GmError, isGmError } from '@geuse/plugin-api'
import type { Registry } from '../../contributions/index.js'
import { compose, faultsOf, type Composition } from '../../stack/composition.js'
import {
  type ConfigFile,
  type DeployConfig,
  configErrors,
  readConfig,
  type ReadConfig,
  type ResolvedConfig,
} from '../../config/resolve.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import type { Ask } from '../run/stack-operation.js'
import { assertPlugins, neededToDeploy } from '../stack/plugins.js'
import { type ChosenTier, chooseTier } from './tier.js'
import { checkStackName, isStackName } from '../../config/stack-name.js'
import { tierOptions } from '../../config/tier-options.js'

/** What is asked for. */
export interface StackRequest {
  readonly name: string
  /** Whether a stack that has the name by chance is not meant. */
  readonly isNew?: boolean
  /** By the words of flags. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly file?: ConfigFile
}

/** A config, the services that it makes, and the tier that they stand on. */
export interface ResolvedStack extends ResolvedConfig {
  readonly name: string
  readonly registry: Registry
  /** Document of a known stack. */
  readonly stored: Document | undefined
  readonly composition: Composition
  readonly tier: ChosenTier
}

/**
 * @param ask answers what is missing, when nothing else is wrong; without, what is missing is a mistake
 * @returns the config, the keys given in this call, the composition and the tier; of a stack that exists, what it was
 * asked for is the base
 * @throws GmError CONFIG_INVALID with every mistake in `problems`; PLUGIN_FAILED, PLUGIN_MISSING for plugins that
 * cannot be used; PLUGIN_INVALID for a tier that answers nonsense
 */
export async function resolveStack(host: Host, request: StackRequest, ask?: Ask | undefined): Promise<ResolvedStack> {
  const { name } = request
  const [registry, stored] = await Promise.all([host.registry(), knownStack(host, request)])
  const misnamed = problemsOf(() => checkStackName(name))
  const { problems, ...resolved } = await configOf(host, registry, request, stored?.config)
  if (stored !== undefined) assertPlugins(stored, registry, neededToDeploy(stored.config, resolved.config))
  registry.assertNoFailures()
  const composition = composeConfig(registry, onlyRegistered(registry, resolved.config))
  const wrong = [...misnamed, ...problems, ...composition.problems]
  if (ask !== undefined && wrong.length === 0 && composition.needs.length > 0)
    return resolveStack(host, answered(request, await ask(composition.needs)))
  // What somebody can be asked for is no mistake.
  const faults = ask === undefined ? faultsOf(composition) : composition.problems
  const all = [...misnamed, ...problems, ...faults]
  if (all.length > 0) throw configErrors(all)
  return { ...resolved, name, registry, stored, composition, tier: chooseTier(registry, resolved.config) }
}

/** What is no name is told with the other mistakes. */
async function knownStack({ store }: Host, { name, isNew }: StackRequest): Promise<Document | undefined> {
  return isStackName(name) && isNew !== true ? store.load(name) : undefined
}

/** @returns the services that a config makes of those that are registered */
export function composeConfig(
  registry: Pick<Registry, 'services'>,
  config: Pick<DeployConfig, 'services' | 'primary' | 'set'>,
): Composition {
  return compose(
    [...registry.services.values()].map(({ item }) => item),
    config,
  )
}

function configOf(
  host: Host,
  registry: Registry,
  request: StackRequest,
  stored: Partial<DeployConfig> | undefined,
): Promise<ReadConfig> {
  return readConfig({
    flags: request.flags,
    environment: host.environment,
    settings: host.settings,
    tiers: Object.fromEntries([...registry.tiers].map(([id, { item }]) => [id, tierOptions(item)])),
    services: [...registry.services.keys()],
    ...(request.file === undefined ? {} : { file: request.file }),
    ...(stored === undefined ? {} : { stored }),
  })
}

function answered(request: StackRequest, answers: readonly string[]): StackRequest {
  const said = (request.flags['set'] as readonly string[] | undefined) ?? []
  return { ...request, flags: { ...request.flags, set: [...said, ...answers] } }
}

/** What is not registered was told already, by the place where it was said. */
function onlyRegistered({ services: registered }: Registry, config: DeployConfig): DeployConfig {
  const { services, primary, ...rest } = config
  const set = Object.fromEntries(Object.entries(config.set).filter(([id]) => registered.has(id)))
  const chosen = services?.filter((id) => registered.has(id))
  return {
    ...rest,
    set,
    ...(chosen === undefined || chosen.length === 0 ? {} : { services: chosen }),
    ...(primary === undefined || !registered.has(primary) ? {} : { primary }),
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
