// The only reader of what the SDK throws: from here on there are our codes, and four questions that a resource may
// ask of a failure. "Access denied" is never taken for "not there".
import { GmError, isGmError, type Code } from '@geuse/plugin-api'
import { adviceFor, type Refusal } from './advice.js'
import {
  alreadyThere,
  changedMeanwhile,
  codeByName,
  connectionCodeOf,
  dependency,
  notFound,
  notYet,
  untrusted,
} from './error-names.js'
import { quotaAdvice } from './quotas.js'

/**
 * @param thrown what an SDK call threw
 * @param operation the call, e.g. `CreateVpc`
 * @returns the same failure as a GmError; one that already is a GmError is returned as it is
 */
export function classify(thrown: unknown, operation: string): GmError {
  if (isGmError(thrown)) return thrown
  return refusalError(read(thrown), operation, thrown)
}

/**
 * For failures that arrive inside an answer, such as the `Errors[]` of CreateFleet.
 * @param name error code as AWS gives it
 * @param message what AWS says beside it
 * @param operation the call
 * @param needed value that a quota would have to have, where it is known
 * @param type of the instance that was refused, as quotas count by families
 */
export function refused(name: string, message: string, operation: string, needed?: number, type?: string): GmError {
  const cause = Object.assign(new Error(message), { name })
  return refusalError({ name: normal(name), message }, operation, cause, needed, type)
}

/** @returns whether AWS said that the thing is not there */
export function isNotFound(error: unknown): boolean {
  const { name } = readCause(error)
  return name.endsWith('.NotFound') || notFound.has(name)
}

/** @returns whether a create was refused because the thing is there */
export function isAlreadyThere(error: unknown): boolean {
  return alreadyThere.has(readCause(error).name)
}

/** @returns whether a delete was refused because something still hangs on the thing */
export function isDependency(error: unknown): boolean {
  return dependency.has(readCause(error).name)
}

/** @returns whether the thing is still on its way to a state in which this can be asked */
export function isNotYet(error: unknown): boolean {
  return notYet.has(readCause(error).name)
}

/** @returns whether a change was refused because the thing is another than was read, or not off yet */
export function isChangedMeanwhile(error: unknown): boolean {
  return changedMeanwhile.has(readCause(error).name)
}

/** @returns whether IAM has not yet told EC2 of a new instance profile: seconds to two minutes after it was made */
export function isIamNotReady(error: unknown): boolean {
  return /invalid iam instance profile/i.test(readCause(error).message)
}

/** @returns whether an idempotency token was used before, for another request */
export function isTokenUsed(error: unknown): boolean {
  return readCause(error).name === 'IdempotentParameterMismatch'
}

/** @returns whether the gateway that was to be detached is not attached */
export function isDetached(error: unknown): boolean {
  return readCause(error).name === 'Gateway.NotAttached'
}

/** @returns whether a thing is protected against what was asked, as a load balancer can be against its deletion */
export function isProtected(error: unknown): boolean {
  return readCause(error).name === 'OperationNotPermitted'
}

/** @returns whether a target group was refused because another load balancer uses it */
export function isUsedElsewhere(error: unknown): boolean {
  return readCause(error).name === 'TargetGroupAssociationLimit'
}

/** @returns whether EC2 knows no instance type of that name */
export function isInvalidType(error: unknown): boolean {
  return readCause(error).name === 'InvalidInstanceType'
}

/** @returns whether the instance's SSM agent has not registered */
export function isNotRegistered(error: unknown): boolean {
  return ['InvalidInstanceId', 'TargetNotConnected'].includes(readCause(error).name)
}

/** @returns whether a command was sent but SSM does not show it yet */
export function isNotShownYet(error: unknown): boolean {
  return readCause(error).name === 'InvocationDoesNotExist'
}

/** @returns whether a call may have taken effect though no answer came */
export function isAnswerLost(error: unknown): boolean {
  return readCause(error).name === 'AnswerLost'
}

/**
 * @param thrown what the SDK threw for one attempt
 * @returns whether AWS may have acted all the same: the connection broke after it stood, or the server failed
 */
export function mayHaveActed(thrown: unknown): boolean {
  const { name, status, connection } = read(thrown)
  const never = connection === 'ECONNREFUSED' || connection === 'ENOTFOUND' || connection === 'EAI_AGAIN'
  const throttled = codeByName.get(name) === 'THROTTLED'
  return !never && !throttled && (connection !== undefined || name === 'TimeoutError' || (status ?? 0) >= 500)
}

/** @returns whether it is the quota error of IAM and others, which the SDK takes for throttling by its name */
export function isQuotaUsedUp(thrown: unknown): boolean {
  return read(thrown).name === 'LimitExceeded'
}

function refusalError(refusal: Refusal, operation: string, cause: unknown, needed?: number, type?: string): GmError {
  const code = codeOf(refusal)
  const advice = code === 'QUOTA' ? quotaAdvice(refusal.name, needed, type) : { hints: adviceFor(code, refusal) }
  return new GmError(code, sentence(code, refusal, operation, advice.title), { hints: advice.hints, cause })
}

function codeOf({ name, message, status, connection }: Refusal): Code {
  if (connection !== undefined) return 'UNREACHABLE'
  const code = codeByName.get(name)
  if (code === 'CREDENTIALS_MISSING' && /expired|sso session/i.test(message)) return 'CREDENTIALS_EXPIRED'
  if (code) return code
  if (/LimitExceeded$/.test(name)) return 'QUOTA'
  return (status ?? 0) >= 500 ? 'CLOUD_FAILED' : 'CLOUD_REFUSED'
}

function sentence(code: Code, { name, message, connection }: Refusal, operation: string, quota?: string): string {
  const said = message.replace(/\s*Encoded authorization failure message:.*$/s, '').trim()
  if (code === 'QUOTA' && quota) return `${operation} was refused by the quota “${quota}”: ${said} (${name})`
  if (untrusted.has(connection ?? ''))
    return `${operation} was not sent, as whoever answers for AWS is not trusted here: ${said}`
  if (code === 'UNREACHABLE') return `${operation} got no answer from AWS: ${said} (${name})`
  return `${operation} failed: ${said} (${name})`
}

function readCause(error: unknown): Refusal {
  return read(isGmError(error) && error.cause !== undefined ? error.cause : error)
}

/** What the SDK and node put on their errors. */
interface Raw {
  readonly name?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
}

function read(thrown: unknown): Refusal {
  const { name, code, message, $metadata }: Raw = typeof thrown === 'object' && thrown !== null ? thrown : {}
  const status = $metadata?.httpStatusCode
  const refusal = { name: normal(String(name ?? 'UnknownError')), message: String(message ?? thrown) }
  const connection = connectionCodeOf(refusal, code)
  return {
    ...refusal,
    ...(status === undefined ? {} : { status }),
    ...(connection === undefined ? {} : { connection }),
  }
}

function normal(name: string): string {
  return name.replace(/Exception$/, '')
}
