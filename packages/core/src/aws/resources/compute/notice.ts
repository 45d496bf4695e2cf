// What EC2 told a spot instance, as the instance's own tag says it: readable after it has gone, for as long as EC2
// remembers it.
import type { BootStatus } from '@geuse/instance-contract'

/** What EC2 told a spot instance. */
export type NoticeSeen = NonNullable<BootStatus['notice']>

/** Tags as EC2 shows them. */
export type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]

const noticeTagKey = 'geusemaker:notice'

/** @returns value of a tag, if there is one */
export function valueOf(tags: Tags, key: string): string | undefined {
  return tags.find(({ Key }) => Key === key)?.Value
}

/** @returns the last notice; the tag holds `<kind>:<what>:<when>` */
export function noticeOf(tags: Tags): NoticeSeen | null {
  const [kind, what, ...when] = valueOf(tags, noticeTagKey)?.split(':') ?? []
  const at = when.join(':')
  return kind === undefined || kind === '' ? null : { kind, what: what ?? null, at: at === '' ? null : at, seen: at }
}

/** @returns whether EC2 takes the instance back within minutes: nothing can be built on it any more */
export function isTakenBack(tags: Tags | undefined): boolean {
  return noticeOf(tags ?? [])?.kind === 'interruption'
}
