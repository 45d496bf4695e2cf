// Certificates: their validation record is named some seconds after the request, and they are issued some minutes after
// that record is found in a hosted zone of the account.
import type { Context } from '../account/context.js'
import { type Answer, jsonAnswer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { child, leaf, members } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { findRecords } from '../route53/records.js'
import type { CertificateRecord } from './certificate-record.js'

interface Described {
  readonly CertificateArn: string
  Status?: string
  DomainValidationOptions?: { ResourceRecord?: { readonly Name: string; readonly Value: string } }[]
}

/** RequestCertificate. */
export const requestsCertificate: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const { CertificateArn } = JSON.parse(answer.body) as Described
  if (!cx.state.certificates.has(CertificateArn))
    cx.state.certificates.set(CertificateArn, {
      domain: (text(call.params, 'DomainName') ?? '').toLowerCase(),
      requestedAt: cx.clock.now(),
      askedAt: Date.now(),
      validatedAt: undefined,
    })
  return answer
}

/** One that was asked for here; others are as moto has them. */
export function certificateOf(cx: Context, arn: string): CertificateRecord | undefined {
  return cx.state.certificates.get(arn)
}

/** Whether it can be used. */
export function isIssued({ validatedAt = Infinity, isRefused = false }: CertificateRecord, cx: Context): boolean {
  return !isRefused && cx.clock.now() >= validatedAt + delaySeconds('certificateIssuing') * 1000
}

/** DescribeCertificate: what the clock and the hosted zones say of one that was asked for here. */
export const certificateOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const { Certificate } = JSON.parse(answer.body) as { readonly Certificate: Described }
  const record = certificateOf(cx, Certificate.CertificateArn)
  return record === undefined ? answer : onClock(call, cx, Certificate, record)
}

async function onClock(call: Call, cx: Context, described: Described, record: CertificateRecord): Promise<Answer> {
  const [option] = described.DomainValidationOptions ?? []
  const isNamed = cx.clock.now() >= record.requestedAt + delaySeconds('certificateRecord') * 1000
  if (isNamed) await validate(call, cx, record, option?.ResourceRecord)
  else delete option?.ResourceRecord
  return jsonAnswer({ Certificate: { ...described, ...verdict(cx, record) } })
}

/** Looks for its record, until there is nothing to look for any more. */
async function validate(
  call: Call,
  cx: Context,
  record: CertificateRecord,
  wanted: { readonly Name: string; readonly Value: string } | undefined,
): Promise<void> {
  if (wanted === undefined || record.validatedAt !== undefined || record.isGivenUp === true) return
  const there = await findRecords(call, cx, wanted.Name)
  if (there.some(({ type, values }) => type === 'CNAME' && values.includes(wanted.Value))) {
    record.isRefused = await isForbidden(call, cx, record.domain)
    record.validatedAt = cx.clock.now()
  } else record.isGivenUp = isLate(record, cx)
}

/** ACM User Guide, troubleshooting: CAA records that name others only. */
async function isForbidden(call: Call, cx: Context, domain: string): Promise<boolean> {
  const authorities = (await findRecords(call, cx, domain)).filter(({ type }) => type === 'CAA')
  return authorities.length > 0 && !authorities.some(({ values }) => /amazon/.test(values.join()))
}

function isLate({ requestedAt, askedAt }: CertificateRecord, { clock, settings }: Context): boolean {
  const isOver = clock.now() >= requestedAt + delaySeconds('certificateValidation') * 1000
  return isOver && Date.now() >= askedAt + settings.patienceMs
}

function verdict(cx: Context, record: CertificateRecord): object {
  if (record.isRefused === true) return { Status: 'FAILED', FailureReason: 'CAA_ERROR' }
  if (isIssued(record, cx)) return { Status: 'ISSUED' }
  return { Status: record.isGivenUp === true ? 'VALIDATION_TIMED_OUT' : 'PENDING_VALIDATION' }
}

/** DeleteCertificate: not while a listener or a distribution uses it. */
export const deletesCertificate: Middleware = (next) => async (call, cx) => {
  const arn = text(call.params, 'CertificateArn') ?? ''
  for (const balancer of cx.state.balancers.all()) {
    const asked = { LoadBalancerArn: balancer.arn }
    const root = await cx.moto.ask(balancer, 'elasticloadbalancing', 'DescribeListeners', asked)
    const listeners = members(child(root, 'DescribeListenersResult'), 'Listeners')
    if (listeners.some((one) => members(one, 'Certificates').some((each) => leaf(each, 'CertificateArn') === arn)))
      throw inUse(call, arn)
  }
  if ([...cx.state.distributions.values()].some(({ settings }) => settings.certificateArn === arn))
    throw inUse(call, arn)
  return next(call, cx)
}

function inUse({ account }: Call, arn: string): AwsError {
  return new AwsError('ResourceInUseException', `Certificate ${arn} in account ${account} is in use.`)
}
