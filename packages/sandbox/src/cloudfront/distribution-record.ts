// What the account remembers of a distribution beside moto: its versions, and what its places know of it at a moment.
import { type XmlNode, child, elements, leaf, textsOf } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'

/** What a distribution is told, as far as others care. */
export interface DistributionSettings {
  readonly enabled: boolean
  /** Names of its own, in lower case. */
  readonly aliases: readonly string[]
  readonly certificateArn: string
  readonly reference: string
  readonly origin: string
  /** Headers that the origin is sent, in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Seconds for the origin to say something. */
  readonly readTimeout: number
  readonly viewerProtocol: string
  readonly methods: readonly string[]
  /** Whether all that a viewer sends goes on to the origin, the name of the host included. */
  readonly allViewer: boolean
}

/** A distribution. */
export interface DistributionRecord {
  readonly id: string
  readonly account: string
  /** In lower case. */
  readonly dnsName: string
  readonly etag: string
  /** Of the last change, in the account's milliseconds. */
  readonly changedAt: number
  readonly settings: DistributionSettings
  /** What it was told before that; undefined for a new one. */
  readonly former: DistributionSettings | undefined
}

/** Managed origin request policy AllViewer. */
const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3'

/** @param config element `DistributionConfig` of a request */
export function readSettings(config: XmlNode): DistributionSettings {
  const [origin = {}] = elements(child(child(config, 'Origins'), 'Items'), 'Origin')
  const headers = elements(child(child(origin, 'CustomHeaders'), 'Items'), 'OriginCustomHeader')
  const behavior = child(config, 'DefaultCacheBehavior')
  return {
    enabled: leaf(config, 'Enabled') === 'true',
    aliases: textsOf(child(child(config, 'Aliases'), 'Items'), 'CNAME').map((name) => name.toLowerCase()),
    certificateArn: leaf(child(config, 'ViewerCertificate'), 'ACMCertificateArn'),
    reference: leaf(config, 'CallerReference'),
    origin: leaf(origin, 'DomainName').toLowerCase(),
    headers: Object.fromEntries(
      headers.map((one) => [leaf(one, 'HeaderName').toLowerCase(), leaf(one, 'HeaderValue')] as const),
    ),
    readTimeout: Number(leaf(child(origin, 'CustomOriginConfig'), 'OriginReadTimeout')) || 30,
    viewerProtocol: leaf(behavior, 'ViewerProtocolPolicy'),
    methods: textsOf(child(child(behavior, 'AllowedMethods'), 'Items'), 'Method'),
    allViewer: leaf(behavior, 'OriginRequestPolicyId') === allViewer,
  }
}

/** Whether all places know it as it is. @param now the account's milliseconds */
export function isDeployed({ changedAt }: Pick<DistributionRecord, 'changedAt'>, now: number): boolean {
  return now >= changedAt + delaySeconds('distributionDeploying') * 1000
}

/** @returns what its places go by; undefined while none of them has heard of it */
export function inForce(record: DistributionRecord, now: number): DistributionSettings | undefined {
  return isDeployed(record, now) ? record.settings : record.former
}
