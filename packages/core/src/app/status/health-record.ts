// The health that a deploy ended with, as the state document keeps it: what `gm list` and scripts can read without
// asking the instance.
import type { Health } from '@geuse/instance-contract'
import { judge, type ServiceJudgement, type Thresholds } from '../../health/judgement.js'
import type { Document } from '../../state/document.js'
import type { Settings } from '../../state/settings.js'

/**
 * @param answers what the checks of a run found, by node
 * @param thresholds when to worry
 * @returns the services as they were judged; none when no check asked the instance
 */
export function judgedServices(
  answers: Readonly<Record<string, unknown>>,
  thresholds: Thresholds,
): readonly ServiceJudgement[] {
  const answer = Object.values(answers).find(hasHealth)
  return answer === undefined ? [] : judge(answer.health, [], thresholds).services
}

/** @returns the same services as rows of a document. @param at ISO instant of the look */
export function healthRows(services: readonly ServiceJudgement[], at: string): Document['services'] {
  return services.map(({ service, verdict, ms, consecutiveFailures, reasons }) => ({
    service_name: service,
    port: null,
    status:
      verdict === 'starting' ? 'starting' : verdict === 'healthy' || verdict === 'warning' ? 'healthy' : 'unhealthy',
    last_check: at,
    response_time_ms: ms === undefined ? null : Math.round(ms),
    consecutive_failures: consecutiveFailures,
    error_message: reasons.length === 0 ? null : reasons.join('; '),
  }))
}

/** @returns when this person wants to worry */
export function thresholdsOf(settings: Settings): Thresholds {
  return {
    consecutiveFailures: settings.consecutive_failures_threshold,
    latencyWarningMs: settings.latency_warning_ms,
    latencyCriticalMs: settings.latency_critical_ms,
  }
}

function hasHealth(answer: unknown): answer is { readonly health: Health } {
  return typeof answer === 'object' && answer !== null && 'health' in answer
}
