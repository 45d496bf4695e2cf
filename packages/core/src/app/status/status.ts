// How a stack is: what its document says, what the instance says of itself, and what the public URL answers from here.
import type { Service } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { integrityProblems } from '../../state/integrity.js'
import { openRunOf } from '../stack/account.js'
import type { Host } from '../host.js'
import { inspect, type Inspection } from './inspect.js'
import { loadStack } from '../stack/load.js'

/** A stack, looked at. */
export interface StackStatus extends Inspection {
  /** Rules that the document breaks, and what keeps the instance from being asked. */
  readonly problems: readonly string[]
  readonly document: Document
  /** Whether everything is as it should be for a stack of this status. */
  readonly healthy: boolean
  /** Services of the stack, where their plugins are here. */
  readonly services: readonly Service[]
}

/**
 * @param name of the stack
 * @param options other credentials than usual
 * @returns what was seen; a stack that is not running is not asked
 * @throws GmError STACK_UNKNOWN, ACCOUNT_MISMATCH, what keeps AWS from being asked
 */
export async function status(
  host: Host,
  name: string,
  options: { readonly profile?: string | undefined },
  signal: AbortSignal,
): Promise<StackStatus> {
  const [document, registry] = await Promise.all([loadStack(host, name), host.registry()])
  const requires = registry.tiers.get(document.tier)?.item.requires ?? []
  const services = [...registry.services.values()].map(({ item }) => item)
  const resting = {
    document,
    services,
    instance: null,
    health: null,
    reach: null,
    problems: [...unfinished(document), ...integrityProblems(document, requires)],
    healthy: false,
  }
  if (document.instance_id === null) return { ...resting, healthy: document.status === 'destroyed' }
  const { clients } = await openRunOf(host, document, options.profile)
  const seen = await inspect(host, document.instance_id, { document, clients, signal })
  const problems = [...resting.problems, ...seen.problems]
  const well = document.status === 'running' && problems.length === 0 && seen.health?.verdict === 'healthy'
  return {
    ...resting,
    ...seen,
    problems,
    healthy: well && ['reached', 'not-from-here'].includes(seen.reach?.verdict ?? ''),
  }
}

/** A run that has not ended was interrupted, or is at work in another process: the same command goes on either way. */
function unfinished({ status, stack_name: name }: Document): string[] {
  if (status === 'destroying') return [`its destroy has not ended: gm destroy ${name} goes on`]
  return ['creating', 'updating', 'rolling_back'].includes(status)
    ? [`its deploy has not ended: gm deploy ${name} goes on`]
    : []
}
