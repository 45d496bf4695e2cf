// From what probes answered, now and before, to one word for each service and one for the stack. Patient: one failure
// is a warning, several in a row of something that matters are critical. Pure.
import type { Health } from '@geuse/instance-contract'
import { isContainerOf } from '../model/container-name.js'
import type { serviceJudgement, stackJudgement, verdict } from '../output/health.js'
import type { Told } from '../output/told.js'

/** When to worry. */
export interface Thresholds {
  /** Failures in a row that make a service critical. */
  readonly consecutiveFailures: number
  readonly latencyWarningMs: number
  readonly latencyCriticalMs: number
}

/** Those of a person who has set none. */
const defaultThresholds: Thresholds = { consecutiveFailures: 3, latencyWarningMs: 2000, latencyCriticalMs: 5000 }

/** From best to worst; `starting` is neither. */
export type Verdict = Told<typeof verdict>

/** One service, judged. */
export type ServiceJudgement = Told<typeof serviceJudgement>

/** A stack, judged. */
export type StackJudgement = Told<typeof stackJudgement>

/**
 * @param answer what the instance says now
 * @param history what it said before, oldest first
 * @param thresholds when to worry
 * @returns every service that has a probe, and the stack: critical only for what is critical to it
 */
export function judge(
  answer: Health,
  history: readonly Health[],
  thresholds: Thresholds = defaultThresholds,
): StackJudgement {
  const names = [...new Set(answer.probes.map(({ service }) => service))]
  const services = names.map((service) => judgeService(service, answer, history, thresholds))
  return { at: answer.at, verdict: worst(services), services }
}

function judgeService(
  service: string,
  answer: Health,
  history: readonly Health[],
  thresholds: Thresholds,
): ServiceJudgement {
  const probes = answer.probes.filter((probe) => probe.service === service)
  const answered = probes.flatMap(({ ok, ms }) => (ok ? [ms] : []))
  const consecutiveFailures = failuresInARow(service, [...history, answer])
  const containers = containerReasons(service, answer.containers)
  const reasons = [
    ...probes.filter(({ ok }) => !ok).map(failure),
    ...latencyReasons(answered, thresholds),
    ...containers.reasons,
  ]
  return {
    service,
    verdict: verdictOf(
      { reasons, starting: containers.starting, consecutiveFailures, slowest: Math.max(0, ...answered) },
      thresholds,
    ),
    critical: probes.some(({ critical }) => critical),
    ...(answered.length === 0 ? {} : { ms: Math.max(...answered) }),
    consecutiveFailures,
    reasons,
  }
}

interface Signs {
  readonly reasons: readonly string[]
  readonly starting: boolean
  readonly consecutiveFailures: number
  readonly slowest: number
}

/** A container that is still starting has not failed yet. */
function verdictOf({ reasons, starting, consecutiveFailures, slowest }: Signs, thresholds: Thresholds): Verdict {
  if (starting && consecutiveFailures > 0) return 'starting'
  if (consecutiveFailures >= thresholds.consecutiveFailures || slowest > thresholds.latencyCriticalMs) return 'critical'
  return reasons.length > 0 ? 'warning' : 'healthy'
}

/** An answer without the service ends the row: nothing is known of that moment. */
function failuresInARow(service: string, answers: readonly Health[]): number {
  const failed = answers
    .toReversed()
    .map(({ probes }) => probes.filter((probe) => probe.service === service).some(({ ok }) => !ok))
  const end = failed.indexOf(false)
  return end === -1 ? failed.length : end
}

function failure({ kind, error }: Health['probes'][number]): string {
  return `${kind} probe failed${error === null ? '' : `: ${error}`}`
}

function latencyReasons(answered: readonly number[], { latencyWarningMs }: Thresholds): string[] {
  return answered
    .filter((ms) => ms > latencyWarningMs)
    .map((ms) => `answers in ${ms} ms, more than ${latencyWarningMs} ms`)
}

const broken = new Set(['restarting', 'dead', 'paused'])

/** One-shots that have exited are no sign. */
function containerReasons(service: string, containers: Health['containers']): { reasons: string[]; starting: boolean } {
  const own = containers.filter(({ name }) => isContainerOf(service, name))
  const reasons = own.flatMap(({ name, state, health }) => {
    if (broken.has(state)) return [`container ${name} is ${state}`]
    if (name === service && state === 'exited') return [`container ${name} has exited`]
    return health === 'unhealthy' ? [`container ${name} is unhealthy`] : []
  })
  return { reasons, starting: own.some(({ state, health }) => state === 'running' && health === 'starting') }
}

const order: readonly Verdict[] = ['healthy', 'starting', 'warning', 'critical']

/** The worst of what counts: a service that is not critical can worry the stack, and no more. */
function worst(services: readonly ServiceJudgement[]): Verdict {
  if (services.length === 0) return 'unknown'
  const counted = services.map(({ verdict, critical }) => (verdict === 'critical' && !critical ? 'warning' : verdict))
  return order[Math.max(...counted.map((verdict) => order.indexOf(verdict)))] ?? 'unknown'
}
