// `--set <service>.<key>=<value>` gives strings; a service's schema wants arrays, numbers and booleans. Here they
// become what the schema asks for, and what is unknown or wrong is named with its key.
import { isGmError, GmError, type Service } from '@geuse/plugin-api'
import { z } from 'zod'
import { problem } from './problems.js'

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

/** As much of a schema's definition as coercion looks at; every kind of schema has it. */
interface Definition {
  readonly type: string
  readonly innerType?: { readonly def: Definition }
  readonly in?: { readonly def: Definition }
  readonly shape?: Readonly<Record<string, { readonly def: Definition }>>
}

/**
 * Makes the config of one service.
 * @param service its declaration
 * @param raw what was typed, by key
 * @returns the checked config with defaults; `config` is undefined when there are problems
 */
export function configure(service: Service, raw: RawSettings): Configured {
  const schema = schemaOf(service)
  const shape = core((schema as unknown as { def: Definition }).def).shape ?? {}
  const unknown = Object.keys(raw).filter((key) => !(key in shape))
  const known = Object.entries(raw).filter(([key]) => key in shape)
  const parsed = schema.safeParse(Object.fromEntries(known.map(([key, text]) => [key, coerce(shape[key]?.def, text)])))
  const issues = parsed.error?.issues ?? []
  const problems = [
    ...unknown.map((key) =>
      problem(`${service.id} has no setting ${key}; it has: ${Object.keys(shape).sort().join(', ') || 'none'}`),
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

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function keyOf({ path }: Issue): string {
  return String(path[0] ?? '')
}

function wrong(id: string, issue: Issue): GmError {
  return problem(`${id}.${keyOf(issue)} is not right: ${issue.message}`)
}

function needed(service: string, schema: z.ZodType, key: string): NeededSetting {
  const { about = null, isEmail = false } = settingsOf(schema)[key] ?? {}
  return { service, key, about, isEmail }
}

/** A setting, for people and scripts. */
export interface DescribedSetting {
  /** Null where one has to be given. */
  readonly default: unknown
  /** What it is for, in the words of its plugin; null where it has none. */
  readonly about: string | null
  readonly isEmail: boolean
}

interface Property {
  readonly default?: unknown
  readonly description?: string
  readonly format?: string
}

/** @param service its declaration. @returns every setting that it takes, by key */
export function describeSettings(service: Service): Record<string, DescribedSetting> {
  return settingsOf(schemaOf(service))
}

function settingsOf(schema: z.ZodType): Record<string, DescribedSetting> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const properties = (json.properties ?? {}) as Readonly<Record<string, Property>>
  return Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, described(property)]))
}

function described({ default: usual = null, description, format }: Property): DescribedSetting {
  return { default: usual, about: description ?? null, isEmail: format === 'email' }
}

/** The schema below `optional`, `default` and the like. */
function core(definition: Definition): Definition {
  const inner = definition.innerType ?? definition.in
  return inner === undefined ? definition : core(inner.def)
}

function coerce(definition: Definition | undefined, text: string): unknown {
  const type = definition === undefined ? 'string' : core(definition).type
  if (type === 'array')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  if (type === 'number') return text.trim() === '' ? text : Number(text)
  if (type === 'boolean') return ['true', 'false'].includes(text) ? text === 'true' : text
  return text
}
