// A destroy: what would go and what would stay, then the run, and with `--delete-data` the end of the document too.
import { GmError, isGmError, type Outcome, type RunEvent } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import type { Clients } from '../aws/clients.js'
import { identify } from '../aws/survey.js'
import type { Registry } from '../contributions/index.js'
import type { DeployConfig } from './config.js'
import { connectionFor, type Host } from './host.js'
import { loadStack } from './load-stack.js'
import { namingProfile } from './name-profile.js'
import { withRun } from './run.js'

/** A destroy that only needs a yes. */
export interface PreparedDestroy {
  readonly document: Document
  readonly deleteData: boolean
  /** Nodes that will be removed, by id. */
  readonly doomed: readonly string[]
  /** Nodes that hold data and will stay. */
  readonly kept: readonly string[]
  readonly registry: Registry
  readonly clients: Clients
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
  const clients = clientsOf(host, document, request.profile)
  await demandSameAccount(document, clients)
  const living = Object.entries(document.nodes).filter(([, row]) => row.status !== 'gone')
  const goes = (keeps: 'data' | undefined): boolean => request.deleteData || keeps !== 'data'
  return {
    document,
    deleteData: request.deleteData,
    doomed: living.filter(([, row]) => goes(row.keeps)).map(([id]) => id),
    kept: living.filter(([, row]) => !goes(row.keeps)).map(([id]) => id),
    registry,
    clients,
  }
}

/**
 * @returns how it ended; after `deleteData` the document is gone
 * @throws GmError LEFTOVERS and whatever kept something from going; re-runnable
 */
export async function destroy(host: Host, prepared: PreparedDestroy, listen: (event: RunEvent) => void, signal: AbortSignal): Promise<Outcome> {
  const { document, deleteData, clients, registry } = prepared
  const name = document.stack_name
  const tier = registry.tiers.get(document.tier)?.item
  return withRun(host, { operation: 'destroy', document, tier, steps: [], clients, registry, listen }, async ({ orchestrator }) => {
    const outcome = await orchestrator.destroy(signal, { deleteData }).catch((error: unknown) => {
      throw goOn(error, name, deleteData)
    })
    if (deleteData) await host.store.remove(name)
    return outcome
  })
}

/** @returns clients for the account and region of a stack */
export function clientsOf(host: Host, document: Document, profile?: string): Clients {
  const stored = document.config as Partial<DeployConfig>
  return host.clients(connectionFor(host, { region: document.region, profile: profile ?? (host.environment.aws.profile === undefined ? stored.profile : undefined) }))
}

/** @throws GmError ACCOUNT_MISMATCH */
export async function demandSameAccount(document: Document, clients: Clients): Promise<void> {
  const accountId = await namingProfile(clients, identify(clients))
  if (accountId === document.account_id) return
  throw new GmError('ACCOUNT_MISMATCH', `${document.stack_name} is in account ${document.account_id}; these credentials are of account ${accountId}`, {
    hints: ['AWS_PROFILE=… or --profile … chooses other credentials'],
  })
}

function goOn(error: unknown, name: string, deleteData: boolean): unknown {
  if (!isGmError(error)) return error
  const again = `gm destroy ${name}${deleteData ? ' --delete-data' : ''}   # goes on`
  return new GmError(error.code, error.message, { hints: [...error.hints, again], cause: error.cause, problems: error.problems })
}
