// What an instance is at, by its own word where it can be asked, else by the tags that it left: booting, failed,
// drained, or about to be taken back.
import { phaseTagKey, readPhaseTag, type BootStatus } from '@geuse/instance-contract'
import { noticeOf, valueOf, type NoticeSeen, type Tags } from '../../aws/resources/compute/notice.js'
import type { bootSeen as bootSeenShape } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** How far its boot is. */
export type BootSeen = Told<typeof bootSeenShape>

/**
 * @param told what the instance answers, if it does
 * @param tags of the instance
 */
export function bootSeen(told: BootStatus | undefined, tags: Tags): BootSeen {
  if (told !== undefined) {
    const { state, phase, reason } = told
    return { state, phase, reason, progress: state === 'booting' ? progressOf(told) : null }
  }
  const tag = readPhaseTag(valueOf(tags, phaseTagKey))
  return { state: tag.state, phase: 'phase' in tag ? (tag.phase ?? null) : null, reason: null, progress: null }
}

/** @returns the last notice, if there was one */
export function noticeSeen(told: BootStatus | undefined, tags: Tags): NoticeSeen | null {
  return told?.notice ?? noticeOf(tags)
}

function progressOf({ phase, steps }: BootStatus): BootSeen['progress'] {
  const kind = phase === 'images' ? 'image' : phase === 'services' ? 'service' : undefined
  const states = new Map(steps.filter((step) => step.kind === kind).map(({ name, state }) => [name, state]))
  if (states.size === 0) return null
  return { done: [...states.values()].filter((state) => state === 'ok').length, of: states.size }
}
