// `gm update`: makes of a stack that stands what is wanted now. What fails goes back by itself to the state that was
// found healthy last (source document, 7.8: Running → Updating → Running, or RollingBack → Running).
import { asGmError, type GmError, type Outcome } from '@geuse/plugin-api'
import type { Document, RollbackTrigger } from '../../state/document.js'
import type { Cost } from '../../model/cost.js'
import { goingBackTo } from '../../state/healthy-states.js'
import { setting } from '../../state/node-records.js'
import { healthyAllTheSame, inTime, isHealthy, leftAsItIs } from '../deploy/limits.js'
import type { PreparedChange } from '../deploy/prepare.js'
import { recordHealthy } from '../deploy/record-healthy.js'
import { publishedFor } from '../deploy/tier.js'
import type { Host } from '../host.js'
import { prepareReviewed, type ReviewableRequest } from '../plan/reviewed.js'
import { earlierState, type EarlierState } from '../rollback/earlier-state.js'
import { dataBack } from '../rollback/data-back.js'
import { goBack } from '../rollback/go-back.js'
import { type OpenRun, withRun } from '../run/run.js'
import type { Preparing, Running, StackOperation } from '../run/stack-operation.js'
import { loadStack } from '../stack/load.js'
import { demandPossible } from './possible.js'
import { withImages } from './image-flags.js'
import { backUpBefore } from './backup-before.js'
import { servicesAtStake } from './services-at-stake.js'
import { versionWarnings } from './version-warnings.js'

/** What is asked for. */
export interface UpdateRequest extends ReviewableRequest {
  /** `service=image`, or `service.sidecar=image`. */
  readonly images?: readonly string[] | undefined
  /** Whether a backup is made before what may change data; made unless false. */
  readonly backup?: boolean | undefined
}

/** An update that only needs a yes. */
export interface PreparedUpdate extends PreparedChange {
  /** What it goes back to when it fails; undefined where nothing is known that could be gone back to. */
  readonly back: EarlierState | undefined
  /** What cannot be taken back once it is begun, a sentence each. */
  readonly warnings: readonly string[]
  /** Services because of which a backup is made first; none where none is made. */
  readonly atStake: readonly string[]
}

/** An update that ended well. */
export interface Updated {
  readonly outcome: Outcome
  readonly document: Document
  /** What it costs now. */
  readonly cost: Cost
  /** Id of the backup that was made before; null where none was. */
  readonly backup: string | null
}

/** Changes a stack that stands. */
export const update: StackOperation<UpdateRequest, PreparedUpdate, Updated> = {
  title: 'the update',
  prepare: prepareUpdate,
  run: runUpdate,
}

async function prepareUpdate(
  host: Host,
  { images, backup = true, ...request }: UpdateRequest,
  preparing: Preparing,
): Promise<PreparedUpdate> {
  const stored = await loadStack(host, request.name, request.flags['profile'] as string | undefined)
  const asked = { ...request, flags: withImages(request.flags, images ?? []) }
  const prepared = await prepareReviewed(host, asked, preparing, 'update')
  demandPossible(prepared)
  const back = await earlierState(host, prepared.registry, stored, goingBackTo(stored) ?? stored.last_healthy_state)
  const atStake = backup ? servicesAtStake(prepared.registry, stored, prepared.composition) : []
  const isBackedUp = atStake.length > 0 || (stored.status === 'updating' && stored.update_backup !== null)
  const warnings = versionWarnings(prepared.registry, stored, prepared.composition, isBackedUp)
  return { ...prepared, back, atStake, warnings }
}

async function runUpdate(host: Host, prepared: PreparedUpdate, { listen, signal }: Running): Promise<Updated> {
  const { document, tier, steps, scope, registry } = prepared
  return withRun(
    host,
    { operation: 'update', document, tier: tier.item, steps, scope, registry, listen },
    async (run) => {
      const made = await backedUp(host, run, prepared, { listen, signal })
      const begun = { going_back: null, update_backup: made, status: 'updating' } as const
      await run.writer.commit(setting({ ...wantedOf(document), ...begun }))
      try {
        const outcome = await inTime(host, prepared, signal, (limited) => run.orchestrator.update(limited))
        publishedFor(tier, run.writer.document)
        const cost = await recordHealthy(host, run.writer, { ...prepared, clients: scope.clients }, outcome)
        await run.writer.commit(setting({ update_backup: null }))
        return { outcome, document: run.writer.document, cost, backup: made }
      } catch (error) {
        throw await afterFailure(host, run, prepared, { error: asGmError(error), listen, signal })
      }
    },
  )
}

/** What goes on has been backed up before it was begun: its data may be another version's by now. */
async function backedUp(host: Host, run: OpenRun, prepared: PreparedUpdate, running: Running): Promise<string | null> {
  const { atStake, registry, scope, stored } = prepared
  if (stored?.status === 'updating') return stored.update_backup
  if (atStake.length === 0) return null
  // As it stands, and not as it will be.
  return backUpBefore(host, { document: stored ?? run.writer.document, registry, scope }, running)
}

function wantedOf({ config, facts, plugins, tier }: Document): Pick<Document, 'config' | 'facts' | 'plugins' | 'tier'> {
  return { config, facts, plugins, tier }
}

interface Failure extends Running {
  readonly error: GmError
}

/** What is up and has passed its checks stays: only what was to be removed is left then. */
async function afterFailure(host: Host, run: OpenRun, prepared: PreparedUpdate, failure: Failure): Promise<GmError> {
  const { error, signal } = failure
  const name = prepared.document.stack_name
  const { update_backup: made } = run.writer.document
  const restore = made === null ? [] : [`gm restore ${name} ${made}   # after going back: the data as it was before`]
  const goOn = [
    `gm update ${name}   # goes on from here`,
    `gm rollback ${name}   # goes back to what it was`,
    ...restore,
  ]
  if (run.writer.document.status !== 'updating')
    return error.with({ hints: [...error.hints, `gm update ${name}   # removes what is left`] })
  if (leftAsItIs.includes(error.code) || !prepared.config.rollback || prepared.back === undefined)
    return error.with({ hints: [...error.hints, ...goOn] })
  if (error.code === 'TIMED_OUT' && (await isHealthy(host, run, prepared, signal)))
    return healthyAllTheSame(error).with({ hints: [...error.hints, ...goOn] })
  return goneBack(host, run, prepared, prepared.back, failure)
}

async function goneBack(
  host: Host,
  run: OpenRun,
  { document: { stack_name: name }, registry, scope }: PreparedUpdate,
  back: EarlierState,
  { error, listen, signal }: Failure,
): Promise<GmError> {
  const { update_backup: backup } = run.writer.document
  const about = { back, clients: scope.clients, trigger: triggerOf(error), reason: error.message, signal }
  const going = { ...about, dataBack: dataBack(host, run, { registry, scope, backup }, { listen, signal }) }
  try {
    const { isDataBack } = await goBack(host, run, going)
    const data = isDataBack
      ? `, with the data of the backup ${backup}; what was written since is in the one after it`
      : ''
    return error.with({
      message: `${error.message}; ${name} is again what it was (revision ${back.state.revision})${data}`,
      hints: [...error.hints, `gm status ${name}`, `gm history ${name}`],
    })
  } catch (failure) {
    const left = asGmError(failure)
    return error.with({ problems: [error, left], hints: [`gm rollback ${name}   # goes on going back`] })
  }
}

function triggerOf({ code }: GmError): RollbackTrigger {
  if (code === 'TIMED_OUT') return 'timeout'
  return code === 'UNHEALTHY' || code === 'BOOT_FAILED' ? 'health_check_failed' : 'update_failed'
}
