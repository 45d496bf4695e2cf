// One call from arrival to answer: journal, latency, faults, credentials, the operation itself.
import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../account/context.js'
import type { Answer } from '../answer/answer.js'
import { checkRole } from '../iam/role-keys.js'
import { AwsError, errorAnswer, errorCode, notEmulated } from '../answer/aws-error.js'
import { refuseEarlyChange } from '../ec2/visibility.js'
import { faultError } from '../faults/fault-error.js'
import type { FaultRule, Faults } from '../faults/faults.js'
import type { Arrival, Entry, Journal } from '../journal/journal.js'
import type { Call } from '../request/call.js'
import { checkCredentials } from '../request/credentials.js'
import { mutates } from '../request/mutates.js'
import { redact } from '../request/redact.js'
import { findOperation } from './table.js'

/** What becomes of a call: an answer, a cut connection, or silence. */
export type Outcome = Answer | 'reset' | 'hang'

/** The account's own books. */
export interface CallRecords {
  readonly journal: Journal
  readonly faults: Faults
}

async function operate(call: Call, cx: Context): Promise<Answer> {
  const operation = findOperation(call.service, call.operation)
  if (!operation) throw notEmulated(`${call.service}:${call.operation}`)
  if (cx.settings.lateChanges && call.service === 'ec2' && mutates(call.operation, call.params))
    refuseEarlyChange(call, cx)
  return operation.handle(call, cx)
}

function failure(error: unknown, call: Call): Answer {
  const known =
    error instanceof AwsError
      ? error
      : new AwsError('SandboxError', error instanceof Error ? (error.stack ?? error.message) : String(error))
  return errorAnswer(known, call.protocol)
}

function named(rules: readonly FaultRule[], effect: FaultRule['effect']): boolean {
  return rules.some((rule) => rule.effect === effect)
}

/** Carries the call out between the faults that come before and those that come after. */
async function carryOut(call: Call, cx: Context, struck: readonly FaultRule[]): Promise<Outcome> {
  const delay =
    cx.settings.latencyMs + struck.reduce((sum, rule) => sum + (rule.effect === 'latency' ? (rule.ms ?? 0) : 0), 0)
  if (delay > 0) await wait(delay)
  if (named(struck, 'hang-before')) return 'hang'
  if (named(struck, 'reset-before')) return 'reset'
  const refusal = struck.map((rule) => faultError(rule, call.service)).find((error) => error !== undefined)
  if (refusal) throw refusal
  checkCredentials(call, cx.settings.closedRegions)
  await checkRole(call, cx)
  const answer = await operate(call, cx)
  return named(struck, 'hang-after') ? 'hang' : named(struck, 'reset-after') ? 'reset' : answer
}

function close(journal: Journal, entry: Entry, outcome: Outcome): void {
  if (outcome === 'hang') return journal.hang(entry)
  if (outcome === 'reset') journal.end(entry, 0, 'ConnectionReset')
  else journal.end(entry, outcome.status, errorCode(outcome))
}

/** Answers a call and writes it down. */
export async function answerCall(call: Call, cx: Context, { journal, faults }: CallRecords): Promise<Outcome> {
  const { service, operation, region, account } = call
  const arrival: Arrival = {
    service,
    operation,
    region,
    account,
    params: redact(call),
    mutating: mutates(operation, call.params),
  }
  const struck = faults.strike(arrival)
  const entry = journal.begin(arrival)
  if (struck[0]) entry.fault = struck.map((rule) => rule.effect).join('+')
  const outcome = await carryOut(call, cx, struck).catch((error: unknown) => failure(error, call))
  close(journal, entry, outcome)
  return outcome
}
