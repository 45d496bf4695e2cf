// How a stack is: what its document says, what the machine says of itself, and what the public URL answers from here.
import type { Service } from '@geuse/plugin-api'
import { anyMachine } from '../aws/stock/machine-look.js'
import { runCommand } from '../aws/ssm-command.js'
import { visit } from '../aws/visit.js'
import { judge, type StackJudgement, type Thresholds } from '../health/judgement.js'
import { judgeReach, type Reach } from '../health/reach.js'
import { controlScript, readHealth } from '../instance/control.js'
import type { Document } from '../state/document.js'
import type { Settings } from '../state/settings.js'
import { integrityProblems } from '../state/integrity.js'
import { clientsOf, demandSameAccount } from './destroy.js'
import type { Host } from './host.js'
import { loadStack } from './load-stack.js'
import { onlooker } from './onlooker.js'

/** A stack, looked at. */
export interface StackStatus {
  readonly document: Document
  /** State of the machine in EC2; null when there is none. */
  readonly machine: string | null
  readonly health: StackJudgement | null
  readonly reach: Reach | null
  /** Rules that the document breaks, and what keeps the machine from being asked. */
  readonly problems: readonly string[]
  /** Whether everything is as it should be for a stack of this status. */
  readonly healthy: boolean
  /** Services of the stack, where their plugins are here. */
  readonly services: readonly Service[]
}

const patience = { registered: 10, done: 30 }
const visitMilliseconds = 10_000

/**
 * @param name of the stack
 * @param options other credentials than usual
 * @returns what was seen; a stack that is not running is not asked
 * @throws GmError STACK_UNKNOWN, ACCOUNT_MISMATCH, what keeps AWS from being asked
 */
export async function status(host: Host, name: string, options: { readonly profile?: string | undefined }, signal: AbortSignal): Promise<StackStatus> {
  const [document, registry] = await Promise.all([loadStack(host, name), host.registry()])
  const requires = registry.tiers.get(document.tier)?.item.requires ?? []
  const services = [...registry.services.values()].map(({ item }) => item)
  const resting = { document, services, machine: null, health: null, reach: null, problems: integrityProblems(document, requires), healthy: false }
  if (document.instance_id === null) return { ...resting, healthy: document.status === 'destroyed' }
  const seen = await look(host, document, options.profile, signal)
  const problems = [...resting.problems, ...seen.problems]
  const well = document.status === 'running' && problems.length === 0 && seen.health?.verdict === 'healthy'
  return { ...resting, ...seen, problems, healthy: well && ['reached', 'not-from-here'].includes(seen.reach?.verdict ?? '') }
}

type Seen = Pick<StackStatus, 'machine' | 'health' | 'reach' | 'problems'>

async function look(host: Host, document: Document, profile: string | undefined, signal: AbortSignal): Promise<Seen> {
  const clients = clientsOf(host, document, profile)
  await demandSameAccount(document, clients)
  const cx = onlooker(host, { document, clients, signal }, 'machine')
  const id = document.instance_id ?? ''
  const question = asked(() => runCommand(cx, id, controlScript('health'), patience))
  const [instance, answer, outside] = await Promise.all([anyMachine(cx, id), question, outsideOf(document, cx)])
  const machine = instance?.State?.Name ?? null
  const health = answer.text === undefined ? null : judge(readHealth(answer.text), [], thresholdsOf(host.settings))
  return { machine, health, reach: reachOf(document.n8n_url, outside, health), problems: [...machineProblems(id, machine), ...answer.problems] }
}

function machineProblems(id: string, state: string | null): string[] {
  return state === 'running' ? [] : [`the machine ${id} is ${state ?? 'gone'}`]
}

function reachOf(url: string | null, outside: Parameters<typeof judgeReach>[1] | null, health: StackJudgement | null): Reach | null {
  return url === null || outside === null ? null : judgeReach(url, outside, health?.verdict ?? 'unknown')
}

/** @returns when this person wants to worry */
export function thresholdsOf(settings: Settings): Thresholds {
  return {
    consecutiveFailures: settings.consecutive_failures_threshold,
    latencyWarningMs: settings.latency_warning_ms,
    latencyCriticalMs: settings.latency_critical_ms,
  }
}

async function outsideOf(document: Document, cx: ReturnType<typeof onlooker>): Promise<Parameters<typeof judgeReach>[1] | null> {
  if (document.n8n_url === null) return null
  const seen = await visit(document.n8n_url, cx.aws.connection.proxyEnv, visitMilliseconds)
  return seen.kind === 'answered' ? seen : { kind: 'no-connection', error: seen.why }
}

async function asked(question: () => Promise<string>): Promise<{ text?: string; problems: string[] }> {
  try {
    return { text: await question(), problems: [] }
  } catch (error) {
    return { problems: [`the machine does not answer: ${error instanceof Error ? error.message : String(error)}`] }
  }
}
