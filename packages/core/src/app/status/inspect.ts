// One look at a living stack: its instance in EC2, its services by the instance's own word, its public URL from here.
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import { ssmInstance } from '../../aws/instance/ssm-command.js'
import { httpProbe } from '../../aws/instance/http-probe.js'
import { judge, type StackJudgement } from '../../health/judgement.js'
import { judgeReach, type Reach } from '../../health/reach.js'
import { thresholdsOf } from './health-record.js'
import type { Host } from '../host.js'
import type { ReadOnlyRequest } from '../run/read-only-context.js'

/** What was seen. */
export interface Inspection {
  /** State of the instance in EC2; null when there is none. */
  readonly instance: string | null
  readonly health: StackJudgement | null
  readonly reach: Reach | null
  /** What keeps the instance from being asked. */
  readonly problems: readonly string[]
}

const patience = { registered: 10, done: 30 }
const visitMilliseconds = 10_000

/**
 * @param instanceId of an instance that is there, or was
 * @param at its stack
 * @returns what was seen; an instance that does not answer is a problem and no failure
 */
export async function inspect(
  { clock, settings }: Pick<Host, 'clock' | 'settings'>,
  instanceId: string,
  { document, clients, signal }: ReadOnlyRequest,
): Promise<Inspection> {
  const url = document.n8n_url
  const cx = { aws: clients, clock, signal, note: () => undefined }
  const [instance, answer, outside] = await Promise.all([
    stateOf(cx, instanceId),
    ssmInstance(cx, instanceId, patience).health().catch(notAnswered),
    url === null ? null : httpProbe(url, clients.connection, visitMilliseconds),
  ])
  const health = 'problem' in answer ? null : judge(answer, [], thresholdsOf(settings))
  return {
    instance,
    health,
    reach: url === null || outside === null ? null : judgeReach(url, outside, health?.verdict ?? 'unknown'),
    problems: [...stateProblems(instanceId, instance), ...('problem' in answer ? [answer.problem] : [])],
  }
}

async function stateOf(cx: Parameters<typeof anyInstance>[0], id: string): Promise<string | null> {
  return (await anyInstance(cx, id))?.State?.Name ?? null
}

function stateProblems(id: string, state: string | null): string[] {
  return state === 'running' ? [] : [`the instance ${id} is ${state ?? 'gone'}`]
}

function notAnswered(error: unknown): { readonly problem: string } {
  return { problem: `the instance does not answer: ${error instanceof Error ? error.message : String(error)}` }
}
