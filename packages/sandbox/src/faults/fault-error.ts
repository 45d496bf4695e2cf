// The failure that a fault makes, in the words that the service really uses.
import { AwsError } from '../answer/aws-error.js'
import type { FaultRule } from './faults.js'

interface Throttle {
  readonly code: string
  readonly status: number
}

const throttles: Readonly<Record<string, Throttle>> = {
  ec2: { code: 'RequestLimitExceeded', status: 503 },
  iam: { code: 'Throttling', status: 400 },
  sts: { code: 'Throttling', status: 400 },
  efs: { code: 'ThrottlingException', status: 429 },
}
const jsonThrottle: Throttle = { code: 'ThrottlingException', status: 400 }

/** What the caller is told when the rule strikes; undefined for effects that say nothing. */
export function faultError(rule: FaultRule, service: string): AwsError | undefined {
  if (rule.effect === 'throttle') {
    const { code, status } = throttles[service] ?? jsonThrottle
    return new AwsError(code, 'Rate exceeded', status)
  }
  if (rule.effect !== 'error') return undefined
  return new AwsError(
    rule.code ?? 'InternalError',
    rule.message ?? 'An internal error has occurred',
    rule.status ?? 500,
  )
}
