// What an item's config is when a person says nothing: the host hands in its own zod, and a plain object comes back.
import { z } from 'zod'

type MakesSchema = (zod: typeof z) => unknown

/**
 * @param config a contribution's `config` function, or a tier's `options`
 * @param name what it is called there
 * @returns what is wrong with the schema that it makes; nothing when it is one
 */
export function configFaults(config: MakesSchema, name = 'config'): string[] {
  try {
    return isSchema(config(z)) ? [] : [`${name}: must return a schema made with the zod that it is given`]
  } catch (error) {
    return [`${name}: throws: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/**
 * @param config a contribution's `config` function, of which `configFaults` found nothing wrong
 * @returns the config without any value given; nothing where one is required
 */
export function defaultConfig(config: MakesSchema): { readonly value: unknown } | undefined {
  const parsed = (config(z) as z.ZodType).safeParse({})
  return parsed.success ? { value: parsed.data } : undefined
}

function isSchema(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { safeParse?: unknown }).safeParse === 'function'
  )
}
