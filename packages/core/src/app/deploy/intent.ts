// What `gm deploy NAME` means for a stack in the state that it is in: one table, decided before anything is asked of
// the cloud.
import { GmError } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { wordOf } from '../../model/declared-options.js'
import { type ConfigKey, type DeployConfig, describesStack } from '../../config/resolve.js'
import type { ResolvedStack } from './resolve-stack.js'

/** What a deploy is about to do. */
export type DeployIntent = 'create' | 'resume' | 'repair' | 'reattach' | 'roll-back-first'

/** A key whose value is not the one that the stack was made with. */
export interface Difference {
  /** A key of the config, of a tier's option its word. */
  readonly key: string
  readonly from: unknown
  readonly to: unknown
}

/** What a deploy is about to do, and what it was asked to do otherwise than the stack was made. */
export interface Decision {
  readonly intent: DeployIntent
  readonly different: readonly Difference[]
}

/**
 * @param resolved what is asked for, of a stack that may be there
 * @returns what that means
 * @throws GmError STACK_BUSY, STACK_DIFFERS
 */
export function decide({ stored, config, given }: Pick<ResolvedStack, 'stored' | 'config' | 'given'>): Decision {
  const different = stored === undefined ? [] : differences(stored.config as Partial<DeployConfig>, config, given)
  return { intent: intentOf(stored, different), different }
}

/**
 * @param stored the config that the stack was made with
 * @param config the config of this call
 * @param given paths of what was given in this call, the tier's as `options.<key>`
 * @returns what differs, of what says what the stack is
 */
function differences(stored: Partial<DeployConfig>, config: DeployConfig, given: readonly string[]): Difference[] {
  return given
    .map((path) => path.split('.') as [ConfigKey, string?])
    .filter(([key]) => describesStack(key))
    .map(([key, option]) =>
      option === undefined
        ? { key, from: stored[key], to: config[key] }
        : { key: wordOf(option), from: stored.options?.[option], to: config.options[option] },
    )
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

/**
 * @param document what is recorded, or undefined for an unknown stack
 * @param different what this call would change
 * @returns what a deploy means here
 * @throws GmError STACK_BUSY, STACK_DIFFERS
 */
export function intentOf(document: Document | undefined, different: readonly Difference[]): DeployIntent {
  if (document === undefined) return 'create'
  const { status, stack_name: name } = document
  switch (status) {
    case 'creating':
    case 'failed':
      return 'resume'
    case 'running':
      if (different.length > 0) throw differs(name, different)
      return 'repair'
    case 'destroyed':
      demandSamePlace(name, different)
      return 'reattach'
    case 'rolling_back':
      return 'roll-back-first'
    case 'destroying':
      throw new GmError('STACK_BUSY', `${name} is being destroyed; that has to be finished first`, {
        hints: [`gm destroy ${name}`],
      })
    case 'updating':
      throw new GmError('STACK_BUSY', `${name} is being updated by a newer gm, which has to finish that`, {
        hints: [`gm status ${name}`, `gm destroy ${name}   # keeps what is on EFS`],
      })
  }
}

/** @returns the refusal to change a stack by deploying it */
export function differs(name: string, different: readonly Difference[]): GmError {
  const list = different.map(({ key, from, to }) => `${key} is ${say(from)}, not ${say(to)}`).join('; ')
  return new GmError('STACK_DIFFERS', `${name} is there already, and different: ${list}`, {
    hints: [
      `gm deploy ${name}   # without these options: leaves it as it is`,
      'gm deploy ANOTHER-NAME …   # a second stack',
    ],
  })
}

function demandSamePlace(name: string, different: readonly Difference[]): void {
  const moved = different.filter(({ key }) => key === 'region')
  if (moved.length > 0) throw differs(name, moved)
}

function say(value: unknown): string {
  if (value === undefined) return 'not set'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
