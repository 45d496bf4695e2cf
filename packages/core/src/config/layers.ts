// Flags, variables, a file, settings and a stored config, each as the same thing: a layer of raw values that knows
// how to name the place of each, so that a mistake is reported where the person made it.
import { wordOf } from '../model/declared-options.js'
import type { Settings } from '../state/settings.js'
import { configKeys, configWords, describesStack, type ConfigKey, type DeployConfig } from './keys.js'
import type { Environment } from './environment.js'

/** Raw values of one source. */
export interface Layer {
  readonly values: Partial<Record<Exclude<ConfigKey, 'options'>, unknown>>
  /** What is none of gm's own words: perhaps the tier's, by word; of habits by the option's own word. */
  readonly options: Words
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

/** Raw values by word. */
export type Words = Readonly<Record<string, unknown>>
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
  return { values, options: {}, problems: [], given: false, place: (word) => `AWS_${word.toUpperCase()}` }
}

/** @param environment holds the profiles and their regions. @param profile the one that is used, `default` without */
export function profileLayer(environment: Environment, profile: unknown): Layer {
  const region = environment.aws.profiles?.[String(profile ?? 'default')]?.region
  const values = region === undefined ? {} : { region }
  return {
    values,
    options: {},
    problems: [],
    given: false,
    place: (word) => `AWS profile ${String(profile ?? 'default')}: ${word}`,
  }
}

/** @param file the words of flags as keys; `set` is an object of objects */
export function fileLayer(file: ConfigFile): Layer {
  const place: Place = (word) => `${file.path}: ${word}`
  const content = file.content ?? {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    return {
      values: {},
      options: {},
      problems: [`${file.path}: must hold options by name, like tier: dev`],
      given: true,
      place,
    }
  }
  return wordsLayer(content as Words, place)
}

/** @param settings the person's preferences */
export function settingsLayer(settings: Settings): Layer {
  const rows = Object.entries(configKeys).map(([key, row]) => [key, row.setting?.(settings)] as const)
  const values = Object.fromEntries(rows.filter(([, value]) => value !== undefined))
  const named: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.values(configKeys).map((row) => [row.flag, row.settingName ?? row.flag])),
    'instance-type': 'default_instance_type',
    market: 'prefer_spot',
  }
  const { prefer_spot: spot, default_instance_type: type } = settings
  const options = { ...(spot ? {} : { market: 'on-demand' }), ...(type === null ? {} : { 'instance-type': type }) }
  return { values, options, problems: [], given: false, place: (word) => `settings.json: ${named[word] ?? word}` }
}

/** @param config what an earlier deploy of the stack was asked for; how its run went does not count */
export function storedLayer(config: Partial<DeployConfig>): Layer {
  const { options = {}, ...rest } = config
  const entries = Object.entries(rest).filter(([key]) => describesStack(key as ConfigKey))
  return {
    values: Object.fromEntries(entries),
    options: Object.fromEntries(Object.entries(options).map(([key, value]) => [wordOf(key), value])),
    problems: [],
    given: false,
    place: (word) => `stored ${word}`,
  }
}

/** The values of the table that no source gave. */
export function defaultLayer(): Layer {
  const entries = Object.entries(configKeys).map(([key, row]) => [key, row.default] as const)
  const values = Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  return {
    values: { ...values, tier: 'dev', set: {} },
    options: {},
    problems: [],
    given: false,
    place: (word) => `default ${word}`,
  }
}

function wordsLayer(words: Words, place: Place): Layer {
  const present = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== null))
  const set = readSet(present['set'], place)
  const rows = Object.entries(configKeys).map(([key, row]) => [key, present[row.flag]] as const)
  const values = [...rows, ['set', set.value] as const].filter(([, value]) => value !== undefined)
  return {
    values: Object.fromEntries(values),
    options: Object.fromEntries(Object.entries(present).filter(([word]) => !configWords.includes(word))),
    problems: set.problems,
    given: true,
    place,
  }
}

interface Reading<T> {
  readonly value?: T
  readonly problems: readonly string[]
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
