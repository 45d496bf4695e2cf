// A stack's name becomes part of names in AWS, of tags and of a file: one rule, checked before anything else.
import { GmError } from '@geuse/plugin-api'

/** 3 to 64 lower-case letters, digits and dashes; starts with a letter, does not end with a dash. */
const pattern = /^[a-z][a-z0-9-]{1,62}[a-z0-9]$/

const rule = '3 to 64 lower-case letters, digits and dashes, starting with a letter and not ending with a dash'

/** @returns whether a stack may be called so */
export function isStackName(name: string): boolean {
  return pattern.test(name)
}

/** @param name typed at a question. @returns true, or what is wrong with it */
export function validStackName(name: string): true | string {
  return isStackName(name.trim()) || rule
}

/**
 * @param name what was typed
 * @returns the same name
 * @throws GmError CONFIG_INVALID with a name that would do, where one can be made of it
 */
export function checkStackName(name: string): string {
  if (isStackName(name)) return name
  const near = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 64)
    .replace(/-+$/, '')
  const hints = isStackName(near) ? [`try ${near}`] : []
  throw new GmError('CONFIG_INVALID', `"${name}" cannot be the name of a stack: it must be ${rule}`, { hints })
}
