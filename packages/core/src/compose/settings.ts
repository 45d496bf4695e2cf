// `--set <service>.<key>=<value>` gives strings; a service's schema wants arrays, numbers and booleans. Here they
// become what the schema asks for, and what is unknown or wrong is named with its key.
import { isGmError, GmError, type Service } from '@geuse/plugin-api'
import { z } from 'zod'
import { coerced, type DeclaredOption, declaredOptions, type Issue, issueSentence } from '../model/declared-options.js'
import { configError } from './config-error.js'

/** Raw values of one service, by key as typed. */
export type RawSettings = Readonly<Record<string, string>>

/** A setting that has no default and was not given. */
export interface NeededSetting {
  readonly service: string
  readonly key: string
  /** What it is for, in the words of its plugin; null where it has none. */
  readonly about: string | null
  readonly isEmail: boolean
}

/** A service's config, what is wrong with what was given, and what was not given. */
export interface Configured {
  readonly config: unknown
  readonly needs: readonly NeededSetting[]
  readonly problems: readonly GmError[]
}

/**
 * Makes the config of one service.
 * @param service its declaration
 * @param raw what was typed, by key
 * @returns the checked config with defaults; `config` is undefined when there are problems
 */
export function configure(service: Service, raw: RawSettings): Configured {
  const schema = schemaOf(service)
  const keys = declaredOptions(schema).map(({ key }) => key)
  const unknown = Object.keys(raw).filter((key) => !keys.includes(key))
  const known = Object.fromEntries(Object.entries(raw).filter(([key]) => keys.includes(key)))
  const parsed = schema.safeParse(coerced(schema, known))
  const issues = parsed.error?.issues ?? []
  const problems = [
    ...unknown.map((key) =>
      configError(`${service.id} has no setting ${key}; it has: ${keys.toSorted().join(', ') || 'none'}`),
    ),
    ...issues.filter((issue) => keyOf(issue) in raw).map((issue) => wrong(service.id, issue)),
  ]
  const absent = [...new Set(issues.map(keyOf))].filter((key) => !(key in raw))
  return { config: parsed.data, needs: absent.map((key) => needed(service.id, schema, key)), problems }
}

function schemaOf(service: Service): z.ZodType {
  try {
    return service.config(z)
  } catch (cause) {
    throw isGmError(cause)
      ? cause
      : new GmError('PLUGIN_FAILED', `The schema of service ${service.id} could not be made`, { cause })
  }
}

function keyOf({ path }: Issue): string {
  return String(path[0] ?? '')
}

function wrong(id: string, issue: Issue): GmError {
  return configError(`${id}.${keyOf(issue)} is not right: ${issueSentence(issue)}`)
}

function needed(service: string, schema: z.ZodType, key: string): NeededSetting {
  const { about = null, isEmail = false } = declaredOptions(schema).find((option) => option.key === key) ?? {}
  return { service, key, about, isEmail }
}

/** A setting, for people and scripts. */
export type DescribedSetting = Pick<DeclaredOption, 'default' | 'about' | 'isEmail'>

/** @param service its declaration. @returns every setting that it takes, by key */
export function describeSettings(service: Service): Record<string, DescribedSetting> {
  const options = declaredOptions(schemaOf(service))
  return Object.fromEntries(
    options.map(({ key, default: usual, about, isEmail }) => [key, { default: usual, about, isEmail }]),
  )
}
