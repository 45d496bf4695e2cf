// What a schema declares that a plugin made with the host's zod: the options of a tier and the settings of a service
// are both an object of named values, said as text by flags and variables, as JSON by files, and described to people.
import { z } from 'zod'

/** One key of a declared object. */
export interface DeclaredOption {
  readonly key: string
  /** What it is for, in the words of its plugin; null where it has none. */
  readonly about: string | null
  /** Null where one has to be given. */
  readonly default: unknown
  readonly kind: 'switch' | 'list' | 'value'
  readonly isEmail: boolean
  /** The only values that it takes; null where there are others. */
  readonly values: readonly string[] | null
  /** Words that stand for one value each, instead of the option's own; null where it has none. */
  readonly switches: Readonly<Record<string, string>> | null
}

/** @param key of an option, e.g. `instanceType`. @returns its word, `instance-type` */
export function wordOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** @returns the words that say an option on a command line: its own, or its switches */
export function wordsOf({ key, switches }: Pick<DeclaredOption, 'key' | 'switches'>): string[] {
  return switches === null ? [wordOf(key)] : Object.keys(switches)
}

interface Property {
  readonly default?: unknown
  readonly description?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly type?: string
  readonly switches?: Readonly<Record<string, string>>
}

/** @param schema of an object. @returns its keys in their order */
export function declaredOptions(schema: z.ZodType): DeclaredOption[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const properties = (json.properties ?? {}) as Readonly<Record<string, Property>>
  return Object.entries(properties).map(([key, property]) => described(key, property))
}

const kinds: Readonly<Record<string, DeclaredOption['kind']>> = { boolean: 'switch', array: 'list' }

function described(key: string, property: Property): DeclaredOption {
  const { default: usual = null, description, format, type = '', switches, enum: values = null } = property
  return {
    key,
    about: description ?? null,
    default: usual,
    kind: kinds[type] ?? 'value',
    isEmail: format === 'email',
    values,
    switches: switches ?? null,
  }
}

/** As much of a schema's definition as coercion looks at; every kind of schema has it. */
interface Definition {
  readonly type: string
  readonly innerType?: { readonly def: Definition }
  readonly in?: { readonly def: Definition }
  readonly shape?: Readonly<Record<string, { readonly def: Definition }>>
}

/**
 * @param schema of an object
 * @param raw values by key, texts where they were typed
 * @returns the same with each text as what the schema asks for there, where it can be read so
 */
export function coerced(schema: z.ZodType, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = core((schema as unknown as { def: Definition }).def).shape ?? {}
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, coerce(shape[key]?.def, value)]))
}

/** The schema below `optional`, `default` and the like. */
function core(definition: Definition): Definition {
  const inner = definition.innerType ?? definition.in
  return inner === undefined ? definition : core(inner.def)
}

function coerce(definition: Definition | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const type = definition === undefined ? 'string' : core(definition).type
  if (type === 'array')
    return value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  if (type === 'number') return value.trim() === '' ? value : Number(value)
  if (type === 'boolean') return readSwitch(value) ?? value
  return value
}

const spelling: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
}

/** Yes and no, as a file or a variable spells them. @returns undefined for anything else */
export function readSwitch(raw: unknown): boolean | undefined {
  return spelling[String(raw).toLowerCase()]
}

/** What of a zod issue is told. */
export interface Issue {
  readonly code?: string | undefined
  readonly message: string
  readonly path: readonly PropertyKey[]
  readonly values?: readonly unknown[]
  readonly expected?: string
}

/** @returns what is wrong with a value, as the end of a sentence that begins with its name */
export function issueSentence({ code, message, values = [], expected }: Issue): string {
  if (code === 'invalid_value') return `must be one of ${values.join(', ')}`
  if (code === 'invalid_type' && expected === 'boolean') return 'must be true or false'
  if (code === 'invalid_type' && expected === 'number') return 'must be a number'
  return message
}
