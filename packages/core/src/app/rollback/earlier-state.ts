// A state that was found healthy, made into a stack again: its config with the settings of then, and its graph.
import { type Facts, GmError } from '@geuse/plugin-api'
import type { Registry } from '../../contributions/index.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Document, HealthyState } from '../../state/document.js'
import { settingsOf } from '../deploy/record-healthy.js'
import { placeStack, type PlacedStack } from '../deploy/placed-stack.js'
import { composeConfig, type ResolvedStack } from '../deploy/resolve-stack.js'
import { withStandingDisk } from '../deploy/standing-disk.js'
import { chooseTier } from '../deploy/tier.js'
import type { Host } from '../host.js'
import { assertPlugins, neededToDeploy } from '../stack/plugins.js'

/** What a stack can be brought back to. */
export interface EarlierState {
  readonly state: HealthyState
  readonly resolved: ResolvedStack
  readonly placed: PlacedStack
}

/**
 * @param stored the stack as it is recorded
 * @param state of it; the last one that was found healthy without
 * @returns the stack as it was; undefined where no state is known, or what it was made of is not here any more
 */
export async function earlierState(
  host: Host,
  registry: Registry,
  stored: Document,
  state: HealthyState | null = stored.last_healthy_state,
): Promise<EarlierState | undefined> {
  return state === null ? undefined : demandEarlier(host, registry, stored, state).catch(() => undefined)
}

/**
 * @returns the stack as it was
 * @throws GmError PLUGIN_MISSING, PLUGIN_FAILED, CONFIG_INVALID for what is not here any more, or does not fit any more
 */
export async function demandEarlier(
  host: Host,
  registry: Registry,
  stored: Document,
  state: HealthyState,
): Promise<EarlierState> {
  const { config, facts, plugins } = state
  const standing = withStandingDisk(facts as Facts, stored)
  const then = { ...stored, config, facts, plugins }
  const wanted = config as unknown as DeployConfig
  assertPlugins(then, registry, neededToDeploy(config, wanted))
  const pinned = pinnedConfig(registry, wanted, state)
  const resolved: ResolvedStack = {
    name: stored.stack_name,
    config: pinned,
    given: [],
    registry,
    stored: then,
    composition: composeConfig(registry, pinned),
    tier: chooseTier(registry, pinned),
  }
  return { state, resolved, placed: await placeStack(resolved, standing, host.now()) }
}

/** A default that is another one by now is said as it was then: the images of then, above all. */
function pinnedConfig(registry: Registry, config: DeployConfig, { settings }: HealthyState): DeployConfig {
  const now = settingsOf(composeConfig(registry, config))
  const set = Object.entries(settings).map(([service, then]) => {
    const moved = Object.entries(fieldsOf(then)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(fieldsOf(now[service])[key]),
    )
    return [service, { ...config.set[service], ...Object.fromEntries(moved.map(([key, value]) => [key, raw(value)])) }]
  })
  const pinned = Object.fromEntries(set) as DeployConfig['set']
  const all = { ...config.set, ...pinned }
  return { ...config, set: Object.fromEntries(Object.entries(all).filter(([, one]) => Object.keys(one).length > 0)) }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

/** As it would be typed. */
function raw(value: unknown): string {
  if (Array.isArray(value)) return value.map(raw).join(',')
  if (typeof value === 'object') throw new GmError('CONFIG_INVALID', 'a setting of then cannot be typed any more')
  return String(value)
}
