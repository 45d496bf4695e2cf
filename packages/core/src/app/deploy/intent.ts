// What `gm deploy NAME`, `gm update NAME` and `gm plan NAME` mean for a stack in the state that it is in: one table,
// decided before anything is asked of the cloud.
import { GmError } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { wordOf } from '../../model/declared-options.js'
import { type ConfigKey, type DeployConfig, describesStack } from '../../config/resolve.js'
import type { ResolvedStack } from './resolve-stack.js'

/** What somebody wants of a stack: to have it up, to have it otherwise, or to know what either would do. */
export type Wish = 'deploy' | 'update' | 'plan'

/** What a deploy or an update is about to do. */
export type Intent = 'create' | 'resume' | 'repair' | 'reattach' | 'roll-back-first' | 'update'

/** A key whose value is not the one that the stack was made with. */
export interface Difference {
  /** A key of the config; of a tier's option its word, of a service's setting `service.key`. */
  readonly key: string
  readonly from: unknown
  readonly to: unknown
}

/** What is about to be done, and what was asked for otherwise than the stack was made. */
export interface Decision {
  readonly intent: Intent
  readonly different: readonly Difference[]
}

/**
 * @param resolved what is asked for, of a stack that may be there
 * @returns what that means
 * @throws GmError STACK_BUSY, STACK_DIFFERS
 */
export function decide(
  { stored, config, given }: Pick<ResolvedStack, 'stored' | 'config' | 'given'>,
  wish: Wish,
): Decision {
  const different = stored === undefined ? [] : differences(stored.config as Partial<DeployConfig>, config, given)
  const intent = intentOf(stored, different, wish)
  if (stored !== undefined && intent === 'update') demandChangeable(stored.stack_name, different)
  return { intent, different }
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
    .flatMap(([key, option]) => {
      if (key === 'set') return settingsBeside(stored.set ?? {}, config.set)
      return option === undefined
        ? [{ key, from: stored[key], to: config[key] }]
        : [{ key: wordOf(option), from: stored.options?.[option], to: config.options[option] }]
    })
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

function settingsBeside(stored: DeployConfig['set'], wanted: DeployConfig['set']): Difference[] {
  return Object.entries(wanted).flatMap(([service, settings]) =>
    Object.entries(settings).map(([key, to]) => ({ key: `${service}.${key}`, from: stored[service]?.[key], to })),
  )
}

/**
 * @param document what is recorded, or undefined for an unknown stack
 * @param different what this call would change
 * @returns what the wish means here
 * @throws GmError STACK_BUSY, STACK_DIFFERS
 */
export function intentOf(document: Document | undefined, different: readonly Difference[], wish: Wish): Intent {
  if (document === undefined) return 'create'
  const { status, stack_name: name } = document
  switch (status) {
    case 'creating':
    case 'failed':
      return wish === 'update' ? unfinished(document) : 'resume'
    case 'running':
    case 'stopping':
    case 'stopped':
      return standing(document, different, wish)
    case 'destroyed':
      if (wish === 'update') throw busy(`${name} is destroyed: there is nothing to update`, `gm deploy ${name}`)
      demandSamePlace(name, different)
      return 'reattach'
    case 'rolling_back':
      return rollingBack(document, wish)
    case 'destroying':
      throw busy(`${name} is being destroyed; that has to be finished first`, `gm destroy ${name}`)
    case 'updating':
      if (wish === 'deploy') throw busy(`the update of ${name} was not finished`, ...waysOn(name))
      return 'update'
  }
}

/** A stack that is up, or was stopped. */
function standing({ stack_name: name, status }: Document, different: readonly Difference[], wish: Wish): Intent {
  const isUp = status === 'running'
  if (wish === 'update' && !isUp) throw busy(`${name} is stopped; it has to be up to be updated`, `gm start ${name}`)
  if (wish === 'update' || (wish === 'plan' && isUp && different.length > 0)) return 'update'
  if (different.length > 0) throw differs(name, different)
  return 'repair'
}

/** What was up once can be changed, and so mended, although its last run failed. */
function unfinished({ stack_name: name, last_healthy_state: healthy }: Document): Intent {
  if (healthy !== null) return 'update'
  throw busy(`${name} was never up; a deploy has to be finished first`, `gm deploy ${name}`)
}

/** A rollback of an update ends with a stack that runs; that of a deploy with one that is deployed anew. */
function rollingBack({ stack_name: name, run }: Document, wish: Wish): Intent {
  if (run?.operation !== 'update' && wish !== 'update') return 'roll-back-first'
  throw busy(`${name} is being rolled back; that has to be finished first`, `gm rollback ${name}   # finishes that`)
}

function busy(message: string, ...hints: readonly string[]): GmError {
  return new GmError('STACK_BUSY', message, { hints })
}

function waysOn(name: string): string[] {
  return [`gm update ${name}   # goes on`, `gm rollback ${name}   # goes back to what it was`]
}

/** @returns the refusal to change a stack by deploying it */
export function differs(name: string, different: readonly Difference[]): GmError {
  return new GmError('STACK_DIFFERS', `${name} is there already, and different: ${listOf(different)}`, {
    hints: [
      `gm deploy ${name}   # without these options: leaves it as it is`,
      `gm update ${name} …   # with these options: changes it; gm plan shows how`,
      'gm deploy ANOTHER-NAME …   # a second stack',
    ],
  })
}

function listOf(different: readonly Difference[]): string {
  return different.map(({ key, from, to }) => `${key} is ${say(from)}, not ${say(to)}`).join('; ')
}

function demandSamePlace(name: string, different: readonly Difference[]): void {
  const moved = different.filter(({ key }) => key === 'region')
  if (moved.length > 0) throw differs(name, moved)
}

/** What everything of a stack is made with, or stands in: only another stack can have it otherwise. */
const lasting: readonly string[] = ['region', 'tier', 'tags', 'permissionsBoundary', 'kmsKey', 'vpc', 'subnet']

function demandChangeable(name: string, different: readonly Difference[]): void {
  const fixed = different.filter(({ key }) => lasting.includes(key))
  if (fixed.length === 0) return
  throw new GmError('STACK_DIFFERS', `what ${name} was made with stays: ${listOf(fixed)}`, {
    hints: [`gm update ${name} …   # without these options`, 'gm deploy ANOTHER-NAME …   # a second stack'],
  })
}

function say(value: unknown): string {
  if (value === undefined) return 'not set'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
