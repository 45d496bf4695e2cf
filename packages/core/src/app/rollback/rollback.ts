// `gm rollback`: finishes going back after a run that failed or was cut off, or goes back to an earlier state of a
// stack that runs.
import { isDeepStrictEqual } from 'node:util'
import { asGmError, GmError, type Outcome, type Plan } from '@geuse/plugin-api'
import type { Registry } from '../../contributions/index.js'
import type { Document, HealthyState } from '../../state/document.js'
import { goingBackTo, healthyStates } from '../../state/healthy-states.js'
import { planChange } from '../deploy/plan.js'
import type { Host, RunScope } from '../host.js'
import { type OpenRun, withRun } from '../run/run.js'
import type { Preparing, Running, StackOperation } from '../run/stack-operation.js'
import { openRunOf } from '../stack/account.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'
import { versionsLeftBehind } from '../update/version-warnings.js'
import { demandEarlier, type EarlierState } from './earlier-state.js'
import { dataBack } from './data-back.js'
import { goBack } from './go-back.js'
import type { rolledBack } from '../../output/stack.js'
import type { Told } from '../../output/told.js'

/** What is asked for. */
export interface RollbackRequest extends KnownStackRequest {
  /** Revision of a state that `gm history` shows; the last one before the present without. */
  readonly to?: number | undefined
}

/** A rollback that only needs a yes. */
export interface PreparedRollback {
  /** As it is on disk. */
  readonly document: Document
  /** What it goes back to; undefined where a deploy is undone that never had the stack up. */
  readonly back: EarlierState | undefined
  /** What that means for each thing; undefined where only the ledger says. */
  readonly plan: Plan | undefined
  /** What it does not bring back, a sentence each. */
  readonly warnings: readonly string[]
  readonly registry: Registry
  readonly scope: RunScope
}

/** A rollback that ended well. */
export type RolledBack = Told<typeof rolledBack>

/** Brings a stack back to what it was. */
export const rollback: StackOperation<RollbackRequest, PreparedRollback, RolledBack> = {
  title: 'the rollback',
  prepare: prepareRollback,
  run: runRollback,
}

async function prepareRollback(
  host: Host,
  { name, profile, to }: RollbackRequest,
  { signal }: Preparing,
): Promise<PreparedRollback> {
  const [document, registry] = await Promise.all([loadStack(host, name, profile), host.registry()])
  demandStanding(document)
  const state = targetOf(document, to)
  const back = state === undefined ? undefined : await demandEarlier(host, registry, document, state)
  const scope = await openRunOf(host, document, profile, (run) => run.preload())
  const asked = { intent: 'update', clients: scope.clients, signal } as const
  return {
    document,
    back,
    plan: back === undefined ? undefined : await planChange(host, back.placed, asked),
    warnings:
      back === undefined
        ? []
        : [...versionsLeftBehind(registry, document, back.resolved.composition), ...dataWarnings(document)],
    registry,
    scope,
  }
}

/** What an update began to do by itself, its data included, is gone on with; else data is somebody's work by now. */
function dataComesBack({ going_back: going, update_backup: made }: Document): boolean {
  return made !== null && going !== null && going.trigger !== 'manual'
}

function dataWarnings(document: Document): string[] {
  const { update_backup: made, stack_name: name } = document
  if (made === null) return []
  return dataComesBack(document)
    ? [`Where the newer version has opened the data, that of the backup ${made} is put back.`]
    : [`The backup ${made} was made before the update: gm restore ${name} ${made} brings its data back after this.`]
}

function demandStanding({ status, stack_name: name }: Document): void {
  if (status !== 'destroyed' && status !== 'destroying') return
  const hint = status === 'destroyed' ? `gm deploy ${name}` : `gm destroy ${name}`
  throw new GmError('STACK_BUSY', `${name} is ${status}: there is nothing to go back to`, { hints: [hint] })
}

/**
 * Where it is on its way to; of a stack that is what it was when it was healthy last, the state before that; else that
 * one.
 */
function targetOf(document: Document, to: number | undefined): HealthyState | undefined {
  const { status, stack_name: name, earlier_healthy_states: earlier, last_healthy_state: last } = document
  const known = healthyStates(document)
  if (to !== undefined) return known.find(({ revision }) => revision === to) ?? refuse(name, to, known)
  const begun = goingBackTo(document)
  if (begun !== undefined) return begun
  // A run that was cut off at its very end has left a stack that runs, and nobody has found healthy.
  if (status !== 'running' || !isDeepStrictEqual(last?.config, document.config)) return last ?? undefined
  return earlier.at(-1) ?? refuse(name, to, known)
}

function refuse(name: string, to: number | undefined, known: readonly HealthyState[]): never {
  const there = known.map(({ revision }) => revision).join(', ') || 'none'
  const words =
    to === undefined
      ? `no earlier state of ${name} is known: it has been what it is since its first deploy`
      : `no revision ${to} of ${name} was found healthy; there are: ${there}`
  throw new GmError('NOT_FOUND', words, { hints: [`gm history ${name}`] })
}

async function runRollback(
  host: Host,
  { document, back, registry, scope }: PreparedRollback,
  { listen, signal }: Running,
): Promise<RolledBack> {
  const name = document.stack_name
  const tier = registry.tiers.get(document.tier)?.item
  const steps = back?.placed.steps ?? []
  return withRun(host, { operation: 'rollback', document, tier, steps, scope, registry, listen }, async (run) => {
    try {
      const outcome = await (back === undefined
        ? run.orchestrator.rollback(signal)
        : backTo(host, run, back, { document, registry, scope }, { listen, signal }))
      return { outcome, document: run.writer.document }
    } catch (error) {
      throw withHints(asGmError(error), run, name)
    }
  })
}

async function backTo(
  host: Host,
  run: OpenRun,
  back: EarlierState,
  { document, registry, scope }: Pick<PreparedRollback, 'document' | 'registry' | 'scope'>,
  running: Running,
): Promise<Outcome> {
  const { clients } = scope
  const backup = dataComesBack(document) ? document.update_backup : null
  const data = dataBack(host, run, { registry, scope, backup }, running)
  const going = { back, clients, trigger: 'manual', reason: null, dataBack: data, signal: running.signal } as const
  return (await goBack(host, run, going)).outcome
}

function withHints(error: GmError, { writer }: OpenRun, name: string): GmError {
  const last = writer.document.last_healthy_state?.revision
  const others = last === undefined ? [] : [`gm rollback ${name} --to ${last}   # to what was healthy last`]
  return error.with({ hints: [...error.hints, `gm rollback ${name}   # goes on from here`, ...others] })
}
