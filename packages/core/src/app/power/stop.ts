// `gm stop`: what ends, what stays and what that costs, then the run. `gm start` or `gm deploy` brings the stack up.
import { asGmError, GmError, type LaunchedInstance } from '@geuse/plugin-api'
import { resources } from '../../aws/resources/index.js'
import type { Registry } from '../../contributions/index.js'
import type { Cost } from '../../model/cost.js'
import type { Document } from '../../state/document.js'
import { rowsInUse } from '../../state/generations.js'
import { setting } from '../../state/node-records.js'
import { type StorageRow, storageRows } from '../../ui/storage-words.js'
import { estimateOf, restingCost } from '../cost/estimate.js'
import type { Host, RunScope } from '../host.js'
import { withRun } from '../run/run.js'
import type { Running, StackOperation } from '../run/stack-operation.js'
import { openRunOf } from '../stack/account.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'
import type { stopped } from '../../output/stack.js'
import type { Told } from '../../output/told.js'

/** How a stop is asked for. */
export interface StopRequest extends KnownStackRequest {
  /** Also where something that is not copied would be lost. */
  readonly force: boolean
}

/** A stop that only needs a yes. */
export interface PreparedStop {
  readonly document: Document
  readonly force: boolean
  /** The instance that is there; null where none is. */
  readonly instance: LaunchedInstance | null
  /** What is lost of what is on its disk, as the instance has to end. */
  readonly lost: readonly StorageRow[]
  /** What stays billed. */
  readonly cost: Cost
  readonly registry: Registry
  readonly scope: RunScope
}

/** A stop that ended well. */
export type Stopped = Told<typeof stopped>

/** Takes a stack out of use. */
export const stop: StackOperation<StopRequest, PreparedStop, Stopped> = {
  title: 'the stop',
  prepare: prepareStop,
  run: runStop,
}

/** @throws GmError STACK_UNKNOWN, STACK_BUSY for one that is not up, what keeps the account from being asked */
async function prepareStop(host: Host, { name, profile, force }: StopRequest): Promise<PreparedStop> {
  const [document, registry] = await Promise.all([loadStack(host, name, profile), host.registry()])
  demandStoppable(document)
  const scope = await openRunOf(host, document, profile, (run) => run.preload())
  const { clients } = scope
  const instance = instanceOf(document)
  const ends = instance?.market === 'spot'
  const cost = await restingCost(host, { document: ends ? without(document, instance) : document, registry, clients })
  const rows = storageRows(document.plugins.flatMap(({ services }) => services))
  const lost = ends ? rows.filter(({ lostWithInstance }) => lostWithInstance) : []
  return { document, force, instance, lost, cost, registry, scope }
}

/** What a stack in any other state needs first: what a half-done run has to be finished by. */
const first: Partial<Record<Document['status'], string>> = {
  creating: 'deploy',
  updating: 'update',
  rolling_back: 'rollback',
  destroying: 'destroy',
}

function demandStoppable({ status, stack_name: name }: Document): void {
  if (status === 'destroyed')
    throw new GmError('STACK_BUSY', `${name} is destroyed: there is nothing to stop`, { hints: [`gm deploy ${name}`] })
  const word = first[status]
  if (word === undefined) return
  throw new GmError('STACK_BUSY', `${name} is ${status}; its ${word} has to be finished first`, {
    hints: [`gm ${word} ${name}`],
  })
}

function instanceOf({ nodes }: Document): LaunchedInstance | null {
  const row = rowsInUse(nodes).find(([, { type }]) => type === resources.instance.type)?.[1]
  return (row?.outputs as LaunchedInstance | undefined) ?? null
}

function without(document: Document, { instanceId }: LaunchedInstance): Document {
  const isIt = (outputs: unknown): boolean => (outputs as LaunchedInstance | undefined)?.instanceId === instanceId
  const isOther = ([, { type, outputs }]: [string, Document['nodes'][string]]): boolean =>
    type !== resources.instance.type || !isIt(outputs)
  return { ...document, nodes: Object.fromEntries(Object.entries(document.nodes).filter(isOther)) }
}

/** @throws GmError what kept it from being stopped; re-runnable */
async function runStop(host: Host, prepared: PreparedStop, { listen, signal }: Running): Promise<Stopped> {
  const { document, force, cost, scope, registry } = prepared
  const tier = registry.tiers.get(document.tier)?.item
  const request = { operation: 'stop', document, tier, steps: [], scope, registry, listen } as const
  return withRun(host, request, async ({ orchestrator, writer }) => {
    const outcome = await orchestrator.stop(signal, { force }).catch((error: unknown) => {
      const failure = asGmError(error)
      const name = document.stack_name
      throw failure.with({
        hints: [...failure.hints, `gm stop ${name}   # goes on`, `gm start ${name}   # brings it up`],
      })
    })
    await writer.commit(setting({ estimate: estimateOf(cost, host.now()) }))
    const ended = outcome.destroyed.some((node) => document.nodes[node]?.type === resources.instance.type)
    return { outcome, ended, document: writer.document, cost }
  })
}
