// A request that comes to a distribution: under one of its names, over the protocol and by the methods that it takes,
// and on to its origin with the headers that it adds. Nothing is kept: every request goes on.
import { randomBytes } from 'node:crypto'
import type { Context } from '../account/context.js'
import { type DistributionRecord, type DistributionSettings, inForce } from '../cloudfront/distribution-record.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import { throughBalancer } from './balancer.js'
import { tooLargeForDistribution } from './limits.js'
import { type Destination, type Headers, type Visit, appended, pageOf } from './visit.js'

/** From the documentation range: one of the addresses that requests of CloudFront come from. */
const edgeAddress = '198.51.100.254'
/** Seconds after which a silent WebSocket is closed, which nobody can change: CloudFront Developer Guide, quotas. */
const websocketSilence = 600
/** Headers of one connection, which go no further: CloudFront Developer Guide, request and response behavior. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']

/** Where it leads; undefined where no place of CloudFront knows it yet, or it is switched off. */
export async function throughDistribution(cx: Context, record: DistributionRecord, visit: Visit): Promise<Destination> {
  const settings = inForce(record, cx.clock.now())
  if (settings?.enabled !== true) return undefined
  const refusal = tooLargeForDistribution(visit) ?? refuse(record, settings, visit)
  if (refusal) return { answer: refusal }
  const origin = cx.state.balancers.named(settings.origin)
  const lost = { answer: own(502, 'ERROR: The request could not be satisfied') }
  if (origin === undefined) return lost
  const id = randomBytes(28).toString('base64url')
  const headers = headersFor(settings, visit, record.dnsName, id)
  const sent: Visit = { ...visit, host: settings.origin, port: 80, headers, address: edgeAddress, from: 'cloudfront' }
  const further = await throughBalancer(cx, origin, sent)
  // A closed port and nobody listening look alike from here.
  if (further === undefined) return { answer: own(504, 'ERROR: The request could not be satisfied') }
  const added = { via: `1.1 ${record.dnsName} (CloudFront)`, 'x-cache': 'Miss from cloudfront', 'x-amz-cf-id': id }
  if ('answer' in further) return { answer: { ...further.answer, headers: { ...further.answer.headers, ...added } } }
  const late = own(504, 'ERROR: The request could not be satisfied')
  const patience = { answer: { seconds: settings.readTimeout, late }, silence: websocketSilence }
  return { ...further, patience: [...further.patience, patience], added }
}

function refuse(
  { dnsName }: DistributionRecord,
  { aliases, viewerProtocol, methods }: DistributionSettings,
  { host, port, path, method, headers }: Visit,
): PortAnswer | undefined {
  const named = (headers['host'] ?? host).toLowerCase().replace(/:\d+$/, '')
  if (named !== dnsName && !aliases.includes(named)) return own(403, 'ERROR: The request could not be satisfied')
  if (port !== 443 && viewerProtocol === 'redirect-to-https')
    return pageOf('CloudFront', 301, 'Moved Permanently', { location: `https://${named}${path}` })
  if (port !== 443 && viewerProtocol === 'https-only') return own(403, 'ERROR: The request could not be satisfied')
  return methods.includes(method) ? undefined : own(403, 'ERROR: The request could not be satisfied')
}

function headersFor(settings: DistributionSettings, { headers, address }: Visit, dnsName: string, id: string): Headers {
  const isUpgrade = /websocket/i.test(headers['upgrade'] ?? '')
  const kept = Object.entries(headers).filter(
    ([name]) =>
      (settings.allViewer || !['host', 'origin'].includes(name)) && (isUpgrade || !ofConnection.includes(name)),
  )
  const sent = appended(Object.fromEntries(kept), 'x-forwarded-for', address)
  const agent = settings.allViewer ? {} : { 'user-agent': 'Amazon CloudFront', host: settings.origin }
  return {
    ...appended(sent, 'via', `1.1 ${dnsName} (CloudFront)`),
    ...agent,
    ...settings.headers,
    'x-amz-cf-id': id,
  }
}

function own(status: number, words: string): PortAnswer {
  return pageOf('CloudFront', status, words, { 'x-cache': 'Error from cloudfront' })
}
