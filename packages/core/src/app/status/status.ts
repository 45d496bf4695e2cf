// How a stack is: what its document says, what the instance says of itself, and what the public URL answers from here.
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import type { Document } from '../../state/document.js'
import { livingHolderOf } from '../../state/lock.js'
import { currentOwner } from '../../state/owner.js'
import { integrityProblems } from '../../state/integrity.js'
import { openRunOf } from '../stack/account.js'
import type { Host, RunScope } from '../host.js'
import type { Preparing, StackOperation } from '../run/stack-operation.js'
import { inspect, unseen } from './inspect.js'
import { loadStack, type KnownStackRequest } from '../stack/load.js'
import { missingParts, missingWarnings } from '../stack/plugins.js'
import type { stackStatus } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** A stack, looked at. */
export type StackStatus = Told<typeof stackStatus>

/** What is known of a stack without its instance, and where that can be asked. */
export interface PreparedStatus {
  readonly resting: StackStatus
  /** Nothing where there is no instance to ask. */
  readonly scope: RunScope | undefined
}

/** Looks at a stack; one that is not running is not asked. */
export const status: StackOperation<KnownStackRequest, PreparedStatus, StackStatus> = {
  title: 'looking',
  prepare: prepareStatus,
  run: look,
}

/** @throws GmError STACK_UNKNOWN, ACCOUNT_MISMATCH, what keeps AWS from being asked */
async function prepareStatus(host: Host, { name, profile }: KnownStackRequest): Promise<PreparedStatus> {
  const [document, registry] = await Promise.all([loadStack(host, name, profile), host.registry()])
  const requires = registry.tiers.get(document.tier)?.item.requires ?? []
  const open = await openRun(host, document)
  const resting = {
    document,
    openRun: open.state,
    warnings: [...stoppedWords(document), ...missingWarnings(missingParts(document, registry), consequences)],
    ...unseen,
    problems: [...open.problems, ...integrityProblems(document, requires)],
    healthy: document.instance_id === null && atRest.includes(document.status),
  }
  if (document.instance_id === null) return { resting, scope: undefined }
  const scope = await openRunOf(host, document, profile, ({ clients }) => clients.preload(clients.ec2, clients.ssm))
  return { resting, scope }
}

async function look(host: Host, { resting, scope }: PreparedStatus, { signal }: Preparing): Promise<StackStatus> {
  const { document } = resting
  if (document.instance_id === null || scope === undefined) return resting
  if (document.status === 'stopped')
    return stoppedStatus(resting, await anyInstance({ aws: scope.clients }, document.instance_id))
  const seen = await inspect(host, document.instance_id, { document, clients: scope.clients, signal })
  const problems = [...resting.problems, ...seen.problems]
  const well = document.status === 'running' && problems.length === 0 && seen.health?.verdict === 'healthy'
  return {
    ...resting,
    ...seen,
    problems,
    healthy: well && ['reached', 'not-from-here'].includes(seen.reach?.verdict ?? ''),
  }
}

/** Nobody answers on it, and nobody is asked. */
function stoppedStatus(resting: StackStatus, found: Awaited<ReturnType<typeof anyInstance>>): StackStatus {
  const { stack_name: name } = resting.document
  const instance = found?.State?.Name ?? null
  const isOff = instance === null || off.includes(instance)
  const runs = isOff ? [] : [`its instance is ${instance} all the same: gm start ${name}, or gm stop ${name} once more`]
  const problems = [...resting.problems, ...runs]
  return { ...resting, instance, problems, healthy: problems.length === 0 }
}

const off = ['stopping', 'stopped', 'shutting-down', 'terminated']

const consequences = {
  service: 'its passwords cannot be shown, nor can the stack be repaired',
  tier: 'what it requires of a running stack is not checked, nor can the stack be repaired',
  resource: 'what is of this kind cannot be destroyed',
}

function stoppedWords({ status, stack_name: name }: Document): string[] {
  return status === 'stopped' ? [`It was stopped: gm start ${name} brings it up, with the same URL`] : []
}

/** Where no instance is missing. */
const atRest: readonly Document['status'][] = ['stopped', 'destroyed']

const underWay: readonly Document['status'][] = ['creating', 'updating', 'rolling_back', 'stopping', 'destroying']

/** Which command goes on. */
const wordOf: Partial<Record<Document['status'], string>> = {
  destroying: 'destroy',
  stopping: 'stop',
}

/** A run that has not ended is at work in another process, or it was interrupted, and the same command goes on. */
async function openRun(
  host: Host,
  { status, run, stack_name: name }: Document,
): Promise<{ readonly state: StackStatus['openRun']; readonly problems: readonly string[] }> {
  const repairing = status === 'running' && run !== null
  if (!underWay.includes(status) && !repairing) return { state: null, problems: [] }
  const worker = await livingHolderOf(host.home.deployments, name, await currentOwner())
  if (worker !== undefined) return { state: 'at work', problems: [`${worker} is at work on it`] }
  return { state: 'interrupted', problems: [interruptedRun({ status, run, name })] }
}

function interruptedRun({ status, run, name }: Pick<Document, 'run' | 'status'> & { readonly name: string }): string {
  if (status === 'updating')
    return `its update was interrupted: gm update ${name} goes on, gm rollback ${name} goes back to what it was`
  if (status === 'rolling_back' && run?.operation === 'update')
    return `its rollback was interrupted: gm rollback ${name} goes on`
  const word = wordOf[status] ?? 'deploy'
  return `its ${word} was interrupted: gm ${word} ${name} goes on`
}
