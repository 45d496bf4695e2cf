// `--set <service>.<key>=<value>` gives strings; a service's schema wants arrays, numbers and booleans. Here they
// become what the schema asks for, and what is unknown or wrong is named with its key.
import { isGmError, GmError, type Service } from '@geuse/plugin-api'
import { z } from 'zod'
import { problem } from './problems.js'

/** Raw values of one service, by key as typed. */
export type RawSettings = Readonly<Record<string, string>>

/** A service's config, and what is wrong with what was given. */
export interface Configured {
  readonly config: unknown
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
  const problems = [
    ...unknown.map((key) =>
      problem(`${service.id} has no setting ${key}; it has: ${Object.keys(shape).sort().join(', ') || 'none'}`),
    ),
    ...(parsed.error?.issues ?? []).map((issue) => wrong(service.id, issue, raw)),
  ]
  return { config: parsed.data, problems }
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

function wrong(
  id: string,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
  raw: RawSettings,
): GmError {
  const key = String(issue.path[0] ?? '')
  if (key in raw) return problem(`${id}.${key} is not right: ${issue.message}`)
  return problem(`${id}.${key} is needed`, `--set ${id}.${key}=<value>`)
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
