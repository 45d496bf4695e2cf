// From everything that a person can say about a deploy to one frozen config, or to every mistake at once: each named
// by the place where it was made. Precedence: flag, environment, file, (what the stack is already), settings, default.
import { GmError } from '@geuse/plugin-api'
import { defaultSettings, type Settings } from '../state/settings.js'
import { configKeys, type ConfigKey, type DeployConfig } from './keys.js'
import {
  awsLayer,
  type ConfigFile,
  defaultLayer,
  fileLayer,
  flagLayer,
  type Layer,
  profileLayer,
  settingsLayer,
  storedLayer,
  variableLayer,
} from './layers.js'
import type { Environment } from './environment.js'
import { didYouMean } from './did-you-mean.js'
import { strayKey } from './governance.js'
import { type OptionReading, readOptions, tierNamed, type TierOptions } from './tier-options.js'

export { describesStack, type ConfigKey, type DeployConfig } from './keys.js'
export type { ConfigFile } from './layers.js'

/** Everything that can say something about a deploy. */
export interface ConfigSources {
  /** By the words of flags, e.g. `instance-type`; absent ones undefined; `set` a list of `service.key=value`. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Environment
  readonly file?: ConfigFile
  readonly settings: Settings
  /** What a known stack was asked for: the base, which only given keys override. */
  readonly stored?: Partial<DeployConfig>
  /** Registered tiers by id, with what each takes. Not checked without it. */
  readonly tiers?: Readonly<Record<string, TierOptions>>
  /** Ids of the registered services. Not checked without it. */
  readonly services?: readonly string[]
}

/** A config, and what of it was said in this call. */
export interface ResolvedConfig {
  readonly config: DeployConfig
  /**
   * Paths of keys given by flag, `GEUSEMAKER_*` or file, the tier's as `options.<key>`: what a known stack is compared
   * with.
   */
  readonly given: readonly string[]
}

interface Found {
  readonly value: unknown
  readonly place: string
  readonly given: boolean
}

/** What could be read, and what could not. */
export interface ReadConfig extends ResolvedConfig {
  readonly problems: readonly GmError[]
}

/**
 * @param sources everything that was said
 * @returns one frozen config, and the keys given in this call
 * @throws GmError CONFIG_INVALID whose problems are all mistakes at once
 */
export async function resolveConfig(sources: ConfigSources): Promise<ResolvedConfig> {
  const { problems, ...resolved } = await readConfig(sources)
  if (problems.length > 0) throw configErrors(problems)
  return resolved
}

/**
 * @param sources everything that was said
 * @returns the config without what is wrong in it, and every mistake
 */
export async function readConfig(sources: ConfigSources): Promise<ReadConfig> {
  const layers = inOrder(sources)
  const found = new Map(keys.flatMap((key) => entry(key, firstOf(key, layers))))
  found.set('set', {
    value: mergedSet(layers),
    place: firstOf('set', layers)?.place ?? 'set',
    given: layers.some((layer) => layer.given && layer.values.set !== undefined),
  })
  const reading = readAll(found)
  const tier = tierNamed(reading.config.tier, sources.tiers ?? {})
  const named = { ...reading.config, tier }
  const options = await readOptions(tier, layers, sources.tiers ?? {})
  const problems = [
    ...layers.flatMap((layer) => layer.problems),
    ...reading.problems,
    ...options.problems,
    ...(await unfit(named, found, sources)),
  ]
  const config = Object.freeze({ ...named, options: options.value })
  return Object.freeze({
    config,
    given: givenPaths(found, options),
    problems: problems.map((message) => new GmError('CONFIG_INVALID', message)),
  })
}

type OwnKey = Exclude<ConfigKey, 'options'>

const keys: readonly OwnKey[] = [...(Object.keys(configKeys) as OwnKey[]), 'set']

function givenPaths(found: ReadonlyMap<OwnKey, Found>, options: OptionReading): readonly string[] {
  const own = keys.filter((key) => found.get(key)?.given)
  return Object.freeze([...own, ...options.given.map((key) => `options.${key}`)])
}

/** AWS's own variables speak for every tool, so they give way to what a known stack is already. */
function inOrder(sources: ConfigSources): Layer[] {
  const { stored, file } = sources
  const habit = awsLayer(sources.environment)
  const written = file === undefined ? [] : [fileLayer(file)]
  const middle = stored === undefined ? [habit, ...written] : [...written, storedLayer(stored), habit]
  const said = [flagLayer(sources.flags), variableLayer(sources.environment), ...middle]
  const settings = settingsLayer(sources.settings)
  const profile = profileLayer(sources.environment, firstOf('profile', [...said, settings])?.value)
  const chosen = sources.settings.default_region !== defaultSettings().default_region
  return [...said, ...(chosen ? [settings, profile] : [profile, settings]), defaultLayer()]
}

function firstOf(key: OwnKey, layers: readonly Layer[]): Found | undefined {
  const layer = layers.find(({ values }) => values[key] !== undefined)
  return layer === undefined ? undefined : { value: layer.values[key], place: placeOf(key, layer), given: layer.given }
}

function entry(key: OwnKey, found: Found | undefined): [OwnKey, Found][] {
  return found === undefined ? [] : [[key, found]]
}

function placeOf(key: OwnKey, { place }: Layer): string {
  return place(key === 'set' ? key : configKeys[key].flag)
}

function mergedSet(layers: readonly Layer[]): DeployConfig['set'] {
  const merged: Record<string, Readonly<Record<string, string>>> = {}
  for (const layer of layers.toReversed()) {
    for (const [service, pairs] of Object.entries((layer.values.set ?? {}) as DeployConfig['set'])) {
      merged[service] = Object.freeze({ ...merged[service], ...pairs })
    }
  }
  return Object.freeze(merged)
}

function readAll(found: ReadonlyMap<OwnKey, Found>): { config: DeployConfig; problems: string[] } {
  const problems: string[] = []
  const values = [...found].map(([key, { value, place }]) => {
    const read = key === 'set' ? { value } : configKeys[key].read(value)
    if ('value' in read) return [key, read.value] as const
    problems.push(`${place}: must be ${read.expected}`)
    return [key, undefined] as const
  })
  return {
    config: Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as DeployConfig,
    problems,
  }
}

async function unfit(
  config: DeployConfig,
  found: ReadonlyMap<OwnKey, Found>,
  sources: ConfigSources,
): Promise<string[]> {
  const { tiers, services } = sources
  const place = (key: OwnKey): string => found.get(key)?.place ?? key
  const strange = await Promise.all([
    unknownTier(config.tier, tiers && Object.keys(tiers), place('tier')),
    ...namedServices(config).map(([key, id]) => unknown(id, services, place(key), 'a service that is installed')),
  ])
  const stray = strayKey(config).map((problem) => `${place('kmsKey')}: ${problem}`)
  return [...strange.flat(), ...stray, ...ineffective(config, found)]
}

function namedServices({ services = [], primary, set }: DeployConfig): (readonly [OwnKey, string])[] {
  const chosen = services.map((id) => ['services', id] as const)
  const first = primary === undefined ? [] : [['primary', primary] as const]
  return [...chosen, ...first, ...Object.keys(set).map((id) => ['set', id] as const)]
}

/** Tiers of ours that do not come with gm, by the package that brings them. */
const tiersElsewhere: Readonly<Record<string, string>> = { gpu: '@geuse/tier-gpu' }

async function unknownTier(id: string, known: readonly string[] | undefined, place: string): Promise<string[]> {
  const elsewhere = tiersElsewhere[id]
  if (elsewhere === undefined || known === undefined || known.includes(id))
    return unknown(id, known, place, 'a tier that is installed')
  return [`${place}: ${id} does not come with gm; install it:  gm plugins install ${elsewhere}`]
}

async function unknown(
  id: string | undefined,
  known: readonly string[] | undefined,
  place: string,
  what: string,
): Promise<string[]> {
  if (id === undefined || known === undefined || known.includes(id)) return []
  const list = known.length <= 8 ? ` (${known.join(', ')})` : ''
  return [`${place}: ${id} is not ${what}${(await didYouMean(id, known)) || list}`]
}

/** What would have no effect is refused, so that nobody believes that it had one. */
function ineffective(config: DeployConfig, found: ReadonlyMap<OwnKey, Found>): string[] {
  const place = (key: OwnKey): string => found.get(key)?.place ?? key
  const timeless = config.rollback === false && found.get('rollbackTimeout')?.given === true
  return timeless ? [`${place('rollbackTimeout')} has no effect: ${place('rollback')} turns rollback off`] : []
}

/**
 * @param problems at least one
 * @param hints what to do about all of them; without, whoever shows them knows the command that was typed
 * @returns them as one failure
 */
export function configErrors(problems: readonly GmError[], hints: readonly string[] = []): GmError {
  const many = problems.length === 1 ? 'A mistake' : `${problems.length} mistakes`
  return GmError.all(`${many} in what gm was asked for`, problems, { hints })
}
