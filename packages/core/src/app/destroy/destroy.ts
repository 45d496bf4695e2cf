// A destroy: what would go and what would stay, then the run, and with `--delete-data` the end of the document too.
import { asGmError, type Outcome, type RunEvent } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { type KeptStorage, keptStorage } from '../../aws/cleanup/kept-storage.js'
import type { Registry } from '../../contributions/index.js'
import { openRunOf } from '../stack/account.js'
import type { Host, RunScope } from '../host.js'
import { loadStack } from '../stack/load.js'
import { missingParts, missingWarnings } from '../stack/plugins.js'
import { withRun } from '../run/run.js'

/** A destroy that only needs a yes. */
export interface PreparedDestroy {
  readonly document: Document
  readonly deleteData: boolean
  /** Nodes that will be removed, by id. */
  readonly toDestroy: readonly string[]
  /** Nodes that hold data and will stay. */
  readonly kept: readonly string[]
  /** What of the stack is from plugins that cannot be used, a sentence each: what only they can destroy will stay. */
  readonly warnings: readonly string[]
  readonly registry: Registry
  readonly scope: RunScope
}

/** How a destroy is asked for. */
export interface DestroyRequest {
  readonly name: string
  readonly deleteData: boolean
  readonly profile?: string | undefined
}

/**
 * @throws GmError STACK_UNKNOWN, ACCOUNT_MISMATCH, what keeps the account from being asked
 */
export async function prepareDestroy(host: Host, request: DestroyRequest): Promise<PreparedDestroy> {
  const [document, registry] = await Promise.all([loadStack(host, request.name), host.registry()])
  const scope = await openRunOf(host, document, request.profile)
  const existing = Object.entries(document.nodes).filter(([, row]) => row.status !== 'gone')
  const goes = (keeps: 'data' | undefined): boolean => request.deleteData || keeps !== 'data'
  return {
    document,
    deleteData: request.deleteData,
    toDestroy: existing.filter(([, row]) => goes(row.keeps)).map(([id]) => id),
    kept: existing.filter(([, row]) => !goes(row.keeps)).map(([id]) => id),
    warnings: missingWarnings(missingParts(document, registry), consequences),
    registry,
    scope,
  }
}

const consequences = { resource: 'what is of this kind cannot be destroyed without it' }

/** @returns whether something would be lost or could be, so that a person has to agree */
export function needsAgreement({
  document,
  toDestroy,
  deleteData,
}: Pick<PreparedDestroy, 'document' | 'toDestroy' | 'deleteData'>): boolean {
  return deleteData || toDestroy.length > 0 || document.status !== 'destroyed'
}

/** A destroy that ended well. */
export interface Destroyed {
  readonly outcome: Outcome
  /** What the kept file system costs; null when none is kept. */
  readonly storage: KeptStorage | null
}

/**
 * @returns how it ended; after `deleteData` the document is gone
 * @throws GmError LEFTOVERS and whatever kept something from going; re-runnable
 */
export async function destroy(
  host: Host,
  prepared: PreparedDestroy,
  listen: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<Destroyed> {
  const { document, deleteData, scope, registry } = prepared
  const name = document.stack_name
  const tier = registry.tiers.get(document.tier)?.item
  return withRun(
    host,
    { operation: 'destroy', document, tier, steps: [], scope, registry, listen },
    async ({ orchestrator }) => {
      const outcome = await orchestrator.destroy(signal, { deleteData }).catch((error: unknown) => {
        const failure = asGmError(error)
        throw failure.with({
          hints: [...failure.hints, `gm destroy ${name}${deleteData ? ' --delete-data' : ''}   # goes on`],
        })
      })
      if (deleteData) await host.store.remove(name)
      return {
        outcome,
        storage: deleteData || document.efs_id === null ? null : await keptStorage(scope.clients, document.efs_id),
      }
    },
  )
}
