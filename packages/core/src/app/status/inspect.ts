// One look at a living stack: its machine in EC2, its services by the machine's own word, its public URL from here.
import { anyMachine } from '../../aws/resources/compute/describe-instance.js'
import { runCommand } from '../../aws/instance/ssm-command.js'
import { visit } from '../../aws/instance/http-probe.js'
import { judge, type StackJudgement, type Thresholds } from '../../health/judgement.js'
import { judgeReach, type Reach } from '../../health/reach.js'
import { controlScript, readHealth } from '../../instance/control.js'
import type { Document } from '../../state/document.js'
import type { Settings } from '../../state/settings.js'
import type { Host } from '../host.js'
import { type Look, onlooker } from '../run/read-only-context.js'

/** What was seen. */
export interface Seen {
  /** State of the machine in EC2; null when there is none. */
  readonly machine: string | null
  readonly health: StackJudgement | null
  readonly reach: Reach | null
  /** What keeps the machine from being asked. */
  readonly problems: readonly string[]
}

const patience = { registered: 10, done: 30 }
const visitMilliseconds = 10_000

/**
 * @param host the world
 * @param at a stack that has, or had, a machine
 * @returns what was seen; a machine that does not answer is a problem and no failure
 */
export async function lookAt(host: Host, at: Look): Promise<Seen> {
  const { document } = at
  const cx = onlooker(host, at, 'machine')
  const id = document.instance_id ?? ''
  const question = asked(() => runCommand(cx, id, controlScript('health'), patience))
  const [instance, answer, outside] = await Promise.all([anyMachine(cx, id), question, outsideOf(document, cx)])
  const machine = instance?.State?.Name ?? null
  const health = answer.text === undefined ? null : judge(readHealth(answer.text), [], thresholdsOf(host.settings))
  return {
    machine,
    health,
    reach: reachOf(document.n8n_url, outside, health),
    problems: [...machineProblems(id, machine), ...answer.problems],
  }
}

function machineProblems(id: string, state: string | null): string[] {
  return state === 'running' ? [] : [`the machine ${id} is ${state ?? 'gone'}`]
}

function reachOf(
  url: string | null,
  outside: Parameters<typeof judgeReach>[1] | null,
  health: StackJudgement | null,
): Reach | null {
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

async function outsideOf(
  document: Document,
  cx: ReturnType<typeof onlooker>,
): Promise<Parameters<typeof judgeReach>[1] | null> {
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
