// From a schema's complaints to sentences that an author can act on: which item, which key, what it must be.
import type { z } from 'zod'

/**
 * @param error what zod found
 * @param value what was looked at, so that an item of a list is called by its id and not by its place
 * @returns a sentence per complaint, e.g. `services.qdrant.ports: expected record`
 */
export function formatIssues(error: z.ZodError, value: unknown): string[] {
  return error.issues.map((issue) => `${pathOf(issue.path, value)}${textOf(issue)}`)
}

/**
 * @param path keys from the top of `value`
 * @param value what they lead into
 * @returns `a.b.c: `, or nothing for the top itself
 */
function pathOf(path: readonly PropertyKey[], value: unknown): string {
  const names: string[] = []
  let at: unknown = value
  for (const key of path) {
    at = read(at, key)
    names.push(typeof key === 'number' ? (idOf(at) ?? String(key)) : String(key))
  }
  return names.length === 0 ? '' : `${names.join('.')}: `
}

function read(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined
}

function idOf(item: unknown): string | undefined {
  const named = read(item, 'id') ?? read(item, 'type')
  return typeof named === 'string' && named !== '' ? named : undefined
}

function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => `'${key}'`).join(', ')}`
  return issue.message.replace(/^Invalid input: /, '')
}
