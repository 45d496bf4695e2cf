// One thing that a doctor looks at: told before it is looked at, and afterwards with what was found and what mends it.
import { type GmError, isGmError } from '@geuse/plugin-api'
import type { checkResult, quotaFound } from '../../output/doctor.js'
import type { Told } from '../../output/told.js'

/** A check, and what came of it. */
export type CheckResult = Told<typeof checkResult>
/** How it is. */
export type CheckState = CheckResult['state']
/** A quota, for scripts. */
export type QuotaFound = Told<typeof quotaFound>

/** What came of a look. */
export interface Finding {
  readonly state: CheckState
  /** What was found, in a sentence. */
  readonly found: string
  /** What to type or to open, most useful first. */
  readonly mends?: readonly string[]
  readonly quotas?: readonly QuotaFound[]
}

/** Something to look at. */
export interface DoctorCheck {
  /** e.g. `credentials`. */
  readonly id: string
  readonly title: string
  /** Under which heading it is shown. */
  readonly group: string
  look(): Promise<Finding>
}

/** @returns a finding that all is well */
export function fine(found: string): Finding {
  return { state: 'ok', found }
}

/** @param error what a look threw. @returns what it means for the check */
export function findingOf(error: unknown): Finding {
  if (!isGmError(error)) return { state: 'failed', found: error instanceof Error ? error.message : String(error) }
  const { message, hints } = error
  const mends = unique([...hints, ...problemHints(error)])
  return { state: isDenied(error) ? 'unknown' : 'failed', found: message, mends }
}

function problemHints({ problems = [] }: GmError): string[] {
  return problems.flatMap((problem) => [...problem.hints])
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

/** What cannot be told, as what it stands on is not there. */
export const cannotBeTold: Finding = { state: 'skipped', found: 'cannot be told before the above is mended' }

/**
 * What keeps AWS from being asked at all is told once, by the checks of the account.
 * @param check that asks AWS
 * @param asked settles when AWS has told who asks
 * @returns the same check, which says nothing of its own where nobody can ask
 */
export function onceAsked(check: DoctorCheck, asked: () => Promise<unknown>): DoctorCheck {
  return {
    ...check,
    look: async () => {
      const [found, caller] = await Promise.allSettled([check.look(), asked()])
      if (caller.status === 'rejected' && !isDenied(caller.reason)) return cannotBeTold
      if (found.status === 'rejected') throw found.reason
      return found.value
    },
  }
}

/** @returns whether somebody may not ask; others things they may */
export function isDenied(error: unknown): boolean {
  return isGmError(error) && error.code === 'DENIED'
}

/** Looks once, whoever asks first. @returns what gives everybody the same answer */
export function once<T>(look: () => Promise<T>): () => Promise<T> {
  let looked: Promise<T> | undefined
  return () => (looked ??= look())
}
