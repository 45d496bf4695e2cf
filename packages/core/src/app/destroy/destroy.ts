// A destroy: what would go and what would stay, then the run, and with `--delete-data` the end of the document too.
import { asGmError, GmError, type Outcome } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { type KeptStorage, keptStorage } from '../../aws/cleanup/kept-storage.js'
import { orphanName } from '../../aws/cleanup/find-orphans.js'
import { resources } from '../../aws/resources/index.js'
import { checkStackName } from '../../config/stack-name.js'
import type { Registry } from '../../contributions/index.js'
import { storageRows, type StorageRow } from '../../ui/storage-words.js'
import { openRunOf } from '../stack/account.js'
import type { Host, RunScope } from '../host.js'
import { missingParts, missingWarnings } from '../stack/plugins.js'
import { recoveredDocument } from '../stack/recovered-document.js'
import { unrecordedStack } from '../stack/unrecorded.js'
import { withRun } from '../run/run.js'
import type { Running, StackOperation } from '../run/stack-operation.js'

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
  /** What is there of a stack that only AWS knows, by its tags; its document is made of these. */
  readonly unrecorded: readonly string[]
  /** Where the data of the services is that are known here. */
  readonly storage: readonly StorageRow[]
  /** Whether the instance is still there, and its disk with it. */
  readonly hasInstance: boolean
  readonly registry: Registry
  readonly scope: RunScope
}

/** How a destroy is asked for. */
export interface DestroyRequest {
  readonly name: string
  readonly deleteData: boolean
  readonly profile?: string | undefined
  /** UUID: which of several stacks of that name that only AWS knows. */
  readonly stackId?: string | undefined
}

/** A destroy that ended well. */
export interface Destroyed {
  readonly outcome: Outcome
  /** What the kept file system costs; null when none is kept. */
  readonly storage: KeptStorage | null
}

/** Removes a stack; its data only where that was asked for. */
export const destroy: StackOperation<DestroyRequest, PreparedDestroy, Destroyed> = {
  title: 'the destroy',
  prepare: prepareDestroy,
  run: runDestroy,
}

/**
 * @returns what would go and stay; of a stack without a document, as far as its tags prove that it is of it
 * @throws GmError STACK_UNKNOWN, STACK_UNRECORDED for several, ACCOUNT_MISMATCH, what keeps the account from being
 * asked
 */
async function prepareDestroy(host: Host, request: DestroyRequest): Promise<PreparedDestroy> {
  const [{ document, scope, unrecorded }, registry] = await Promise.all([target(host, request), host.registry()])
  const existing = Object.entries(document.nodes).filter(([, row]) => row.status !== 'gone')
  const goes = (keeps: 'data' | undefined): boolean => request.deleteData || keeps !== 'data'
  return {
    document,
    deleteData: request.deleteData,
    toDestroy: existing.filter(([, row]) => goes(row.keeps)).map(([id]) => id),
    kept: existing.filter(([, row]) => !goes(row.keeps)).map(([id]) => id),
    storage: storageRows(document.plugins.flatMap(({ services }) => services)),
    hasInstance: existing.some(([, row]) => row.type === resources.instance.type),
    warnings: missingWarnings(missingParts(document, registry), consequences),
    unrecorded,
    registry,
    scope,
  }
}

const consequences = { resource: 'what is of this kind cannot be destroyed without it' }
type Target = Pick<PreparedDestroy, 'document' | 'scope' | 'unrecorded'>

async function target(host: Host, { name, profile, stackId }: DestroyRequest): Promise<Target> {
  const stored = await host.store.load(checkStackName(name))
  if (stored !== undefined) {
    if (stackId !== undefined && stackId !== stored.stack_id) throw anotherStack(stored, stackId)
    const scope = await openRunOf(host, stored, profile, (run) => run.preload())
    return { document: stored, scope, unrecorded: [] }
  }
  const { scope, stack } = await unrecordedStack(host, name, { profile, stackId })
  return { document: recoveredDocument(stack, host.now()), scope, unrecorded: stack.orphans.map(orphanName) }
}

/** Of two stacks of one name it is the other one that was meant. */
function anotherStack({ stack_name: name, stack_id: id }: Document, stackId: string): GmError {
  return new GmError('NOT_FOUND', `${name} on this computer is ${id}, not ${stackId}`, {
    hints: [
      `gm destroy ${name}   # removes ${id}`,
      'GEUSEMAKER_HOME=FOLDER, an empty one, to find the other by its tags',
    ],
  })
}

/** @returns whether something would be lost or could be, so that a person has to agree */
export function needsAgreement({
  document,
  toDestroy,
  deleteData,
}: Pick<PreparedDestroy, 'document' | 'toDestroy' | 'deleteData'>): boolean {
  return deleteData || toDestroy.length > 0 || document.status !== 'destroyed'
}

/**
 * @returns how it ended; after `deleteData` the document is gone
 * @throws GmError LEFTOVERS and whatever kept something from going; re-runnable
 */
async function runDestroy(host: Host, prepared: PreparedDestroy, { listen, signal }: Running): Promise<Destroyed> {
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
