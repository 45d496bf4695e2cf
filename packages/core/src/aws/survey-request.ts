// What a survey of the account is asked with.
import type { Market } from '@geuse/plugin-api'

/** What a deploy wants of the account. */
export interface SurveyRequest {
  readonly vpc?: string
  readonly subnet?: string
  readonly keypair?: string
  readonly instanceType?: string
  /** Ignored when a type is given. */
  readonly arch?: 'x86_64' | 'arm64'
  /** Sum of the containers' limits. */
  readonly memoryMiB: number
  readonly market: Market
  readonly allowExpensive: boolean
}
