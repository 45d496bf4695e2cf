// What discovery is asked with.
import type { Needs } from '@geuse/plugin-api'

/** What a deploy wants of the account. */
export interface SurveyRequest {
  /** What the tier needs. */
  readonly needs: Needs
  /** Sum of the containers' limits. */
  readonly memoryMiB: number
  readonly allowExpensive: boolean
}
