// What a distribution is told: nothing is kept, everything that a browser sends goes on to the origin, and the origin
// is given as long for an answer as CloudFront allows.
import type { DistributionProps, Recorded } from '@geuse/plugin-api'
import type { DistributionConfig, Origin } from '@aws-sdk/client-cloudfront'
import { originHeader } from '../../../model/origin-secret.js'

/** Policies that AWS keeps: CloudFront Developer Guide, managed cache policies and managed origin request policies. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
/** WebSockets need the headers of their handshake, n8n the name of the host that its editor was opened at. */
const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3'
/** Seconds, the most that CloudFront takes: API Reference, CustomOriginConfig. */
const answerWithin = 120
/** Seconds for which a silent connection is kept: less than the load balancer keeps it. */
const keptSeconds = 60

/** What a viewer's request is sent on by: kept nowhere, as it is, and never unencrypted. */
export const behavior = {
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: cachingDisabled,
  OriginRequestPolicyId: allViewer,
} as const

/** What belongs to one stack, and to one attempt to make it. */
export interface ConfigInput {
  readonly stack: string
  /** Id of the origin, by which the distribution is known as the stack's. */
  readonly mark: string
  readonly reference: string
  readonly secret: string
  readonly props: DistributionProps
}

/** @returns what a new distribution is told */
export function newConfig({ stack, mark, reference, secret, props }: ConfigInput): DistributionConfig {
  const base: DistributionConfig = {
    CallerReference: reference,
    Comment: `GeuseMaker ${stack}`,
    Enabled: true,
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    Origins: { Quantity: 1, Items: [newOrigin(mark, props.origin, secret)] },
    DefaultCacheBehavior: {
      ...behavior,
      TargetOriginId: mark,
      AllowedMethods: {
        Quantity: 7,
        Items: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
      },
      Compress: false,
    },
  }
  return withProps(base, mark, props, [])
}

/** @returns the stack's own origin, as a new distribution has it */
export function newOrigin(mark: string, DomainName: string, secret: string): Origin {
  return {
    Id: mark,
    DomainName,
    CustomHeaders: { Quantity: 1, Items: [{ HeaderName: originHeader, HeaderValue: secret }] },
    CustomOriginConfig: {
      HTTPPort: 80,
      HTTPSPort: 443,
      // Its certificate would have to name what it is asked by, which is the load balancer's own name.
      OriginProtocolPolicy: 'http-only',
      OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
      OriginReadTimeout: answerWithin,
      OriginKeepaliveTimeout: keptSeconds,
    },
  }
}

/**
 * @param config as it is, with whatever others have set
 * @param made what it may be made from so far: names of those go
 * @returns the same with what is asked for
 */
export function withProps(
  config: DistributionConfig,
  mark: string,
  { origin, alias }: DistributionProps,
  made: readonly Recorded<DistributionProps>[],
): DistributionConfig {
  const former = new Set(made.map((one) => one.alias?.domain))
  const others = (config.Aliases?.Items ?? []).filter((name) => !former.has(name) && name !== alias?.domain)
  const names = alias === undefined ? others : [alias.domain, ...others]
  const origins = (config.Origins?.Items ?? []).map((one) => (one.Id === mark ? { ...one, DomainName: origin } : one))
  return {
    ...config,
    Origins: { Quantity: origins.length, Items: origins },
    Aliases: { Quantity: names.length, Items: names },
    ViewerCertificate:
      alias === undefined
        ? { CloudFrontDefaultCertificate: true }
        : {
            ACMCertificateArn: alias.certificateArn,
            SSLSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
  }
}
