// What keeps AWS from deleting something of a stack though it is not of the stack: told with who made it and with the
// command that removes it, as only its owner may.
import { GmError } from '@geuse/plugin-api'
import type { Tag } from '@aws-sdk/client-ec2'

/** Somebody else's thing that depends on one of ours. */
export interface Dependent {
  /** As AWS calls its kind, e.g. `security group`. */
  readonly kind: string
  readonly id: string
  /** What is known of who made it: description, tags. */
  readonly about: readonly (string | undefined)[]
  /** What its owner types, without `aws` and the region. */
  readonly removal: string
}

/**
 * @param thing that cannot be deleted
 * @param dependents at least one, in the order in which they can be removed
 * @param region of the stack
 * @returns the refusal
 */
export function dependentsError(thing: string, dependents: readonly Dependent[], region: string): GmError {
  return conflictWith(`${thing} cannot be deleted, as things that gm did not make depend on it`, dependents, region)
}

/**
 * @param refusal what cannot be done, as the beginning of a sentence that ends with the dependents
 * @param dependents at least one, in the order in which they can be removed
 * @param region of the stack
 * @returns the refusal, with the commands that remove them
 */
export function conflictWith(refusal: string, dependents: readonly Dependent[], region: string): GmError {
  const commands = dependents.map(({ removal }) => `aws ${withRegion(removal, region)}`)
  return new GmError('CONFLICT', `${refusal}: ${dependents.map(inWords).join('; ')}`, {
    hints: [...new Set(commands)],
  })
}

/** @returns tags in words; undefined where there are none */
export function tagsInWords(tags: readonly Tag[] | undefined): string | undefined {
  const words = (tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`)
  return words.length === 0 ? undefined : `tags ${words.join(', ')}`
}

function inWords({ kind, id, about }: Dependent): string {
  const known = about.filter((part) => part !== undefined && part !== '')
  return `${kind} ${id}${known.length === 0 ? '' : ` (${known.join('; ')})`}`
}

function withRegion(command: string, region: string): string {
  const [words = command, ...remark] = command.split(/(?= {3}#)/)
  return [`${words} --region ${region}`, ...remark].join('')
}
