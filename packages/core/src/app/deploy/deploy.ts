// `gm deploy`: prepared without a change (`prepare.ts`), and after the yes the run, and, when it failed by itself, what
// becomes of what it made.
import { asGmError, type GmError, type Orchestrator, type Outcome } from '@geuse/plugin-api'
import type { Cost } from '../../model/cost.js'
import { setting } from '../../state/node-records.js'
import type { Document } from '../../state/document.js'
import { publishedFor } from './tier.js'
import type { Host } from '../host.js'
import { healthyAllTheSame, inTime, isHealthy, leftAsItIs } from './limits.js'
import { recordHealthy } from './record-healthy.js'
import { replacementOf, replacementRecord, type Replacement } from './replacement.js'
import { prepareReviewed, type ReviewableRequest } from '../plan/reviewed.js'
import type { PreparedChange } from './prepare.js'
import { type OpenRun, withRun } from '../run/run.js'
import type { Running, StackOperation } from '../run/stack-operation.js'

/** A deploy that ended well. */
export interface Deployed {
  readonly outcome: Outcome
  readonly document: Document
  /** What it costs now. */
  readonly cost: Cost
  /** The instance that was put in the place of another one. */
  readonly replaced?: Replacement
}

/** Makes a stack, goes on with one, or repairs one. */
export const deploy: StackOperation<ReviewableRequest, PreparedChange, Deployed> = {
  title: 'the deploy',
  prepare: (host, request, preparing) => prepareReviewed(host, request, preparing, 'deploy'),
  run: runDeploy,
}

async function runDeploy(host: Host, prepared: PreparedChange, { listen, signal }: Running): Promise<Deployed> {
  const { document, tier, steps, scope, registry } = prepared
  return withRun(
    host,
    { operation: 'deploy', document, tier: tier.item, steps, scope, registry, listen },
    async (run) => {
      if (prepared.intent === 'roll-back-first') await run.orchestrator.rollback(signal)
      await run.writer.commit(
        setting({ config: document.config, facts: document.facts, plugins: document.plugins, tier: document.tier }),
      )
      try {
        const outcome = await inTime(host, prepared, signal, (limited) => run.orchestrator.deploy(limited))
        const { clients } = scope
        publishedFor(prepared.tier, run.writer.document)
        const [replaced, cost] = await Promise.all([
          replacementOf(host, document, run.writer.document, outcome, clients, signal),
          recordHealthy(host, run.writer, { ...prepared, clients }, outcome),
        ])
        if (replaced === undefined) return { outcome, document: run.writer.document, cost }
        const record = replacementRecord(replaced, host.now())
        const history = [...run.writer.document.rollback_history, record]
        await run.writer.commit(setting({ rollback_history: history }))
        return { outcome, document: run.writer.document, cost, replaced }
      } catch (error) {
        throw await afterFailure(host, run, prepared, asGmError(error), signal)
      }
    },
  )
}

async function afterFailure(
  host: Host,
  run: OpenRun,
  prepared: PreparedChange,
  error: GmError,
  signal: AbortSignal,
): Promise<GmError> {
  const name = prepared.document.stack_name
  const goOn = [`gm deploy ${name}   # goes on from here`, `gm destroy ${name}   # cleans up; what is on EFS is kept`]
  if (leftAsItIs.includes(error.code) || !prepared.config.rollback)
    return error.with({ hints: [...error.hints, ...goOn] })
  if (error.code === 'TIMED_OUT' && (await isHealthy(host, run, prepared, signal)))
    return healthyAllTheSame(error).with({ hints: [...error.hints, `gm status ${name}`, ...goOn] })
  return rollBack(run.orchestrator, name, error, signal)
}

async function rollBack(
  orchestrator: Orchestrator,
  name: string,
  error: GmError,
  signal: AbortSignal,
): Promise<GmError> {
  try {
    await orchestrator.rollback(signal)
    return error.with({
      hints: [
        ...error.hints,
        `gm deploy ${name}   # tries again; what this run made was removed, what is on EFS was kept`,
        `gm destroy ${name} --delete-data   # leaves nothing`,
      ],
    })
  } catch (failure) {
    const left = asGmError(failure)
    return error.with({
      problems: [error, left],
      hints: [
        ...error.hints,
        `gm deploy ${name}   # finishes the rollback, then tries again`,
        `gm destroy ${name}   # cleans up; what is on EFS is kept`,
      ],
    })
  }
}
