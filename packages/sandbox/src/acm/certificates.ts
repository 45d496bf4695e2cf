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
    cx.state.certificates.set(CertificateArn, { requestedAt: cx.clock.now(), validatedAt: undefined })
  return answer
}

/** DescribeCertificate: what the clock and the hosted zones say of one that was asked for here. */
export const certificateOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const { Certificate } = JSON.parse(answer.body) as { readonly Certificate: Described }
  const record = cx.state.certificates.get(Certificate.CertificateArn)
  return record === undefined ? answer : onClock(call, cx, Certificate, record)
}

async function onClock(call: Call, cx: Context, described: Described, record: CertificateRecord): Promise<Answer> {
  const now = cx.clock.now()
  const [option] = described.DomainValidationOptions ?? []
  const wanted = option?.ResourceRecord
  if (now < record.requestedAt + delaySeconds('certificateRecord') * 1000) delete option?.ResourceRecord
  else if (wanted) {
    const there = await findRecords(call, cx, wanted.Name)
    if (there.some(({ type, values }) => type === 'CNAME' && values.includes(wanted.Value))) record.validatedAt ??= now
  }
  const issuedAt = (record.validatedAt ?? Infinity) + delaySeconds('certificateIssuing') * 1000
  return jsonAnswer({ Certificate: { ...described, Status: now >= issuedAt ? 'ISSUED' : 'PENDING_VALIDATION' } })
}

/** DeleteCertificate: not while a listener uses it. */
export const deletesCertificate: Middleware = (next) => async (call, cx) => {
  const arn = text(call.params, 'CertificateArn') ?? ''
  for (const balancer of cx.state.balancers.all()) {
    const asked = { LoadBalancerArn: balancer.arn }
    const root = await cx.moto.ask(balancer, 'elasticloadbalancing', 'DescribeListeners', asked)
    const listeners = members(child(root, 'DescribeListenersResult'), 'Listeners')
    if (listeners.some((one) => members(one, 'Certificates').some((each) => leaf(each, 'CertificateArn') === arn)))
      throw new AwsError('ResourceInUseException', `Certificate ${arn} in account ${call.account} is in use.`)
  }
  return next(call, cx)
}
