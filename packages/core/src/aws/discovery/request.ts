// What discovery is asked with.
import type { Facts, Needs } from '@geuse/plugin-api'

/** What a deploy wants of the account. */
export interface SurveyRequest {
  /** What the tier needs. */
  readonly needs: Needs
  /** Sum of the containers' limits. */
  readonly memoryMiB: number
  readonly allowExpensive: boolean
  /** Whether an instance that no quota allows is found all the same: the quotas are looked at elsewhere. */
  readonly anyQuota?: boolean
  /** Told which instance types come into question, as soon as that is known. */
  readonly onTypes?: (types: readonly string[]) => void
  /** Where a stack stands already. */
  readonly standing?: StandingPlace
}

/** What an update does not change of where a stack stands. */
export type StandingPlace = Pick<Facts, 'network' | 'zones' | 'image' | 'arch'>
