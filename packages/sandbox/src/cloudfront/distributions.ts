// Distributions: each change is made to one version and makes another, takes minutes to be everywhere, and the end of
// one comes only after it was switched off everywhere.
import { randomBytes } from 'node:crypto'
import { certificateOf, isIssued } from '../acm/certificates.js'
import type { Context } from '../account/context.js'
import { type Answer, succeeded } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, child, elements, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { text } from '../request/params.js'
import { type DistributionRecord, type DistributionSettings, isDeployed, readSettings } from './distribution-record.js'

/** Quotas of an account: CloudFront Developer Guide, quotas; the time-out with no increase of it. */
const mostDistributions = 200
const longestReadTimeout = 120

function newEtag(): string {
  return `E${randomBytes(8).toString('hex').toUpperCase().slice(0, 13)}`
}

function configIn(call: Call): XmlNode {
  const root = rootOf(parseXml(call.wire.body.toString()))
  return 'DistributionConfig' in root ? child(root, 'DistributionConfig') : root
}

function own(call: Call, cx: Context): DistributionRecord[] {
  return [...cx.state.distributions.values()].filter(({ account }) => account === call.account)
}

function guard(cx: Context, settings: DistributionSettings, id?: string): void {
  const { aliases, certificateArn, readTimeout } = settings
  const taken = [...cx.state.distributions.values()].some(
    (other) => other.id !== id && other.settings.aliases.some((name) => aliases.includes(name)),
  )
  if (taken)
    throw new AwsError(
      'CNAMEAlreadyExists',
      'One or more of the CNAMEs you provided are already associated with a different resource.',
      409,
    )
  const wrong = aliases.length === 0 && certificateArn === '' ? undefined : certificateFault(cx, settings)
  if (wrong !== undefined) throw new AwsError('InvalidViewerCertificate', wrong)
  if (readTimeout > longestReadTimeout)
    throw new AwsError(
      'InvalidOriginReadTimeout',
      'The specified OriginReadTimeout is greater than the maximum allowed.',
    )
}

function certificateFault(cx: Context, { aliases, certificateArn }: DistributionSettings): string | undefined {
  if (certificateArn === '')
    return 'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.'
  const known = certificateOf(cx, certificateArn)
  if (certificateArn.split(':')[3] !== 'us-east-1' || (known !== undefined && !isIssued(known, cx)))
    return `The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.`
  return known !== undefined && aliases.some((name) => name !== known.domain)
    ? `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.`
    : undefined
}

/** With the version in its header, and the states of the clock. */
function told(answer: Answer, cx: Context, record?: DistributionRecord): Answer {
  const document = parseXml(answer.body)
  const root = rootOf(document)
  const summaries = elements(child(root, 'Items'), 'DistributionSummary')
  for (const node of 'Items' in root ? summaries : [root]) {
    const known = cx.state.distributions.get(leaf(node, 'Id'))
    if (known) node['Status'] = isDeployed(known, cx.clock.now()) ? 'Deployed' : 'InProgress'
  }
  const etag = record === undefined ? {} : { etag: record.etag }
  return { ...answer, headers: { ...answer.headers, ...etag }, body: buildXml(document) }
}

/** CreateDistributionWithTags. */
export const createsDistribution: Middleware = (next) => async (call, cx) => {
  const settings = readSettings(configIn(call))
  const there = own(call, cx)
  if (there.some((one) => one.settings.reference === settings.reference))
    throw new AwsError('DistributionAlreadyExists', 'The caller reference that you are using is in use already.', 409)
  if (there.length >= mostDistributions)
    throw new AwsError('TooManyDistributions', 'Your request contains more distributions than are allowed.')
  guard(cx, settings)
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const root = rootOf(parseXml(answer.body))
  const [id, dnsName] = [leaf(root, 'Id'), leaf(root, 'DomainName').toLowerCase()]
  const made = { id, account: call.account, dnsName, etag: newEtag(), settings, former: undefined }
  const record = { ...made, changedAt: cx.clock.now() }
  cx.state.distributions.set(id, record)
  return told(answer, cx, record)
}

/** GetDistribution. */
export const distributionOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  return succeeded(answer) ? told(answer, cx, cx.state.distributions.get(text(call.params, 'Id') ?? '')) : answer
}

/** ListDistributions. */
export const distributionsOnClock: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  return succeeded(answer) ? told(answer, cx) : answer
}

/** The version that a change names has to be the one that there is. */
function demandVersion(call: Call, cx: Context): DistributionRecord {
  const record = cx.state.distributions.get(text(call.params, 'Id') ?? '')
  if (record === undefined || record.account !== call.account)
    throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', 404)
  const named = call.wire.headers['if-match']
  if (named === undefined || named === '')
    throw new AwsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.')
  if (named !== record.etag)
    throw new AwsError('PreconditionFailed', 'The request failed because it did not meet the preconditions.', 412)
  return record
}

/** UpdateDistribution. */
export const updatesDistribution: Middleware = (next) => async (call, cx) => {
  const before = demandVersion(call, cx)
  const settings = readSettings(configIn(call))
  if (settings.reference !== before.settings.reference)
    throw new AwsError('IllegalUpdate', 'The update contains modifications that are not allowed: CallerReference.')
  guard(cx, settings, before.id)
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const now = cx.clock.now()
  const former = isDeployed(before, now) ? before.settings : before.former
  const record = { ...before, etag: newEtag(), settings, former, changedAt: now }
  cx.state.distributions.set(before.id, record)
  return told(answer, cx, record)
}

/** DeleteDistribution. */
export const deletesDistribution: Middleware = (next) => async (call, cx) => {
  const record = demandVersion(call, cx)
  if (record.settings.enabled || !isDeployed(record, cx.clock.now()))
    throw new AwsError(
      'DistributionNotDisabled',
      'The distribution you are trying to delete has not been disabled.',
      409,
    )
  const answer = await next(call, cx)
  if (succeeded(answer)) cx.state.distributions.delete(record.id)
  return answer
}
