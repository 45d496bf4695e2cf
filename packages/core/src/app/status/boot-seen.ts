// What an instance is at, by its own word where it can be asked, else by the tags that it left: booting, failed,
// drained, or about to be taken back.
import { phaseTagKey, readPhaseTag, type BootStatus } from '@geuse/instance-contract'
import { noticeOf, valueOf, type NoticeSeen, type Tags } from '../../aws/resources/compute/notice.js'

/** How far its boot is. */
export interface BootSeen {
  readonly state: BootStatus['state']
  readonly phase: string | null
  /** Why it failed, or was drained. */
  readonly reason: string | null
  /** Of what the phase is at, how much is done; null where it is not a matter of counting. */
  readonly progress: { readonly done: number; readonly of: number } | null
}

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
