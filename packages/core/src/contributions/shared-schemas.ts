// Schemas that several kinds of contribution share.
import { z } from 'zod'

/** Kebab-case: what ids of services, tiers, resources, checks and sinks look like. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case: lower-case letters, digits and single dashes')

/** A name inside one declaration: a port, a secret, a volume, a container. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/i, 'must be letters and digits, with single dashes')

/** Something shown to people. */
export const title = z.string().min(1, 'must not be empty')

/**
 * A function, of which nothing more can be said before it is called.
 * @param takes how it is called, for the message
 */
export function callable(takes: string): z.ZodType {
  return z.custom((value) => typeof value === 'function', `must be a function: ${takes}`)
}

/** A script that a plugin brings: the URL of one of its own files. */
export const script = z.custom<URL>(
  (value) => value instanceof URL && value.protocol === 'file:',
  "must be the URL of a file: new URL('./script.sh', import.meta.url)",
)

/** A TCP port. */
export const portNumber = z.int().min(1).max(65_535)

/** A uid. */
export const uid = z.int().min(0).max(4_294_967_294)

/** Permission bits. */
export const mode = z.int().min(0).max(0o7777)
