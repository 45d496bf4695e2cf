// What an organisation demands of everything in its account: tags, a boundary of rights, a key. Read and checked here;
// the resources apply it, as it is part of the stack that they are given.
import type { Governance } from '@geuse/plugin-api'

/** What of a config this is about. */
interface Governed extends Governance {
  readonly region?: string
}

/** Tags that a thing may carry, less those that are gm's own. */
const tagsAtMost = 40
/** What EC2, IAM, EFS and Systems Manager all take. */
const tagKey = /^(?!aws:)[\p{L}\p{N} _.:/=+\-@]{1,128}$/iu
const tagValue = /^[\p{L}\p{N} _.:/=+\-@]{0,256}$/u
const ownKeys = /^(geusemaker:.*|Name|Stack)$/i

/** @param raw `key=value`, several of them, or an object. @returns tags in the order of their keys */
export function readTags(raw: unknown): { readonly value: Governance['tags'] } | { readonly expected: string } {
  const pairs = pairsOf(raw)
  if (pairs === undefined || pairs.some(([key, value]) => !tagKey.test(key) || !tagValue.test(value)))
    return { expected: 'tags as AWS takes them, like cost-center=1234' }
  if (pairs.some(([key]) => ownKeys.test(key)))
    return { expected: "other tags than gm's own (Name, Stack, geusemaker:…)" }
  if (pairs.length > tagsAtMost) return { expected: `${tagsAtMost} tags at most` }
  return { value: Object.freeze(Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)))) }
}

function pairsOf(raw: unknown): (readonly [string, string])[] | undefined {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw))
    return Object.entries(raw).map(([key, value]) => [key, String(value)] as const)
  const words = (Array.isArray(raw) ? raw : String(raw).split(',')).map((word) => String(word).trim())
  const pairs = words.map((word) => /^(.+?)=(.*)$/su.exec(word))
  if (pairs.some((pair) => pair === null)) return undefined
  return pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? ''] as const]))
}

/** ARN of a policy, the account's own or one of AWS's. */
export const boundaryPattern = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/
/** ARN of a key: an alias may come to mean another key, which could not open what the first one closed. */
export const kmsKeyPattern = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/

/** @returns what is wrong with the key for a stack of this region */
export function strayKey({ kmsKey, region }: Governed): string[] {
  const home = kmsKey?.split(':')[3]
  return home === undefined || home === region ? [] : [`the key is in ${home}, and the stack in ${region}`]
}

/** @returns what of a config every resource has to apply; undefined for nothing */
export function governanceOf(config: Governed): Governance | undefined {
  const { tags, permissionsBoundary, kmsKey } = config
  if (tags === undefined && permissionsBoundary === undefined && kmsKey === undefined) return undefined
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
  }
}
