// Flags, variables, a file, settings and a stored config, each as the same thing: a layer of raw values that knows
// how to name the place of each, so that a mistake is reported where the person made it.
import type { Settings } from '../state/settings.js'
import {
  configKeys,
  configWords,
  describesStack,
  readBoolean,
  type ConfigKey,
  type DeployConfig,
} from './config-keys.js'
import type { Environment } from './environment.js'
import { didYouMean } from './suggest.js'

/** Raw values of one source. */
export interface Layer {
  readonly values: Partial<Record<ConfigKey, unknown>>
  /** Mistakes that are visible before any value is read. */
  readonly problems: readonly string[]
  /** Whether its values were given for this call, and not by habit. */
  readonly given: boolean
  /** @returns the place of a word, for messages */
  readonly place: (word: string) => string
}

/** A file of options: where it is, and its parsed content. */
export interface ConfigFile {
  readonly path: string
  readonly content: unknown
}

type Words = Readonly<Record<string, unknown>>
type Place = (word: string) => string

/** @param flags by word, e.g. `instance-type`; `set` is a list of `service.key=value`; absent flags are undefined */
export function flagLayer(flags: Words): Layer {
  return wordsLayer(flags, (word) => `--${word}`)
}

/** @param environment what the environment says: its `GEUSEMAKER_*` options */
export function variableLayer(environment: Environment): Layer {
  return wordsLayer(environment.options, (word) => `GEUSEMAKER_${word.toUpperCase().replaceAll('-', '_')}`)
}

/** @param environment what the environment says: the region and profile of every AWS tool */
export function awsLayer(environment: Environment): Layer {
  const { region, profile } = environment.aws
  const values = { ...(region === undefined ? {} : { region }), ...(profile === undefined ? {} : { profile }) }
  return { values, problems: [], given: false, place: (word) => `AWS_${word.toUpperCase()}` }
}

/** @param environment holds the regions of the profiles. @param profile the one that is used, `default` without */
export function profileLayer(environment: Environment, profile: unknown): Layer {
  const region = environment.aws.profileRegions?.[String(profile ?? 'default')]
  const values = region === undefined ? {} : { region }
  return { values, problems: [], given: false, place: (word) => `AWS profile ${String(profile ?? 'default')}: ${word}` }
}

/** @param file the words of flags as keys; `set` is an object of objects */
export function fileLayer(file: ConfigFile): Layer {
  const place: Place = (word) => `${file.path}: ${word}`
  const content = file.content ?? {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    return { values: {}, problems: [`${file.path}: must hold options by name, like tier: dev`], given: true, place }
  }
  return wordsLayer(content as Words, place)
}

/** @param settings the person's preferences */
export function settingsLayer(settings: Settings): Layer {
  const rows = Object.entries(configKeys).map(([key, row]) => [key, row.setting?.(settings)] as const)
  const values = Object.fromEntries(rows.filter(([, value]) => value !== undefined))
  const named = Object.fromEntries(Object.values(configKeys).map((row) => [row.flag, row.settingName ?? row.flag]))
  const market = settings.prefer_spot ? 'spot' : 'on-demand'
  return { values: { ...values, market }, problems: [], given: false, place: (word) => `settings.json: ${named[word]}` }
}

/** @param config what an earlier deploy of the stack was asked for; how its run went does not count */
export function storedLayer(config: Partial<DeployConfig>): Layer {
  const entries = Object.entries(config).filter(([key]) => describesStack(key as ConfigKey))
  return { values: Object.fromEntries(entries), problems: [], given: false, place: (word) => `stored ${word}` }
}

/** The values of the table that no source gave. */
export function defaultLayer(): Layer {
  const entries = Object.entries(configKeys).map(([key, row]) => [key, row.default] as const)
  const values = Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  return {
    values: { ...values, market: 'spot', tier: 'dev', set: {} },
    problems: [],
    given: false,
    place: (word) => `default ${word}`,
  }
}

function wordsLayer(words: Words, place: Place): Layer {
  const present = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== null))
  const market = readMarket(present, place)
  const set = readSet(present['set'], place)
  const rows = Object.entries(configKeys).map(([key, row]) => [key, present[row.flag]] as const)
  const all = [...rows, ['market', market.value] as const, ['set', set.value] as const]
  const values = Object.fromEntries(all.filter(([, value]) => value !== undefined))
  return {
    values,
    problems: [...unknownWords(present, place), ...market.problems, ...set.problems],
    given: true,
    place,
  }
}

function unknownWords(words: Words, place: Place): string[] {
  const unknown = Object.keys(words).filter((word) => !configWords.includes(word))
  return unknown.map((word) => `${place(word)} is not an option${didYouMean(word, configWords)}`)
}

interface Reading<T> {
  readonly value?: T
  readonly problems: readonly string[]
}

function readMarket(words: Words, place: Place): Reading<string> {
  const given = (['spot', 'on-demand'] as const).filter((word) => words[word] !== undefined)
  const on = given.filter((word) => isTrue(words[word]))
  const problems = given
    .filter((word) => !on.includes(word))
    .map((word) => `${place(word)}: must be true; leave it out for spot with on-demand to fall back on`)
  if (on.length === 2) return { problems: [`${place('spot')} and ${place('on-demand')} exclude each other`] }
  if (on[0] === undefined) return { problems }
  return { value: on[0] === 'spot' ? 'spot-only' : 'on-demand', problems }
}

/** The one value that says something: what `spot: false` would mean, two people would guess differently. */
function isTrue(raw: unknown): boolean {
  const read = readBoolean(raw)
  return 'value' in read && read.value === true
}

type Pairs = Record<string, Record<string, string>>

function readSet(raw: unknown, place: Place): Reading<Pairs> {
  if (raw === undefined) return { problems: [] }
  const texts = typeof raw === 'object' && !Array.isArray(raw) ? flatten(raw as Words) : [raw].flat().map(String)
  const value: Pairs = {}
  const problems = texts.flatMap((text) => {
    const [, service, key, rest] = /^([a-z][a-z0-9-]*)\.([A-Za-z0-9_.-]+)=(.*)$/s.exec(text) ?? []
    if (service === undefined || key === undefined || rest === undefined) {
      return [`${place('set')} ${text.split('=')[0]}: must be <service>.<key>=<value>`]
    }
    value[service] = { ...value[service], [key]: rest }
    return []
  })
  return { value, problems }
}

function flatten(value: Words, path: readonly string[] = []): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key]
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return flatten(inner as Words, here)
    return [`${here.join('.')}=${String(inner)}`]
  })
}
