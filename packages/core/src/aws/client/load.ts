// How each client is made. A service's package is loaded only when the service is first asked, because loading one
// costs more than most commands.
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { credentialsFor } from './credentials.js'

/** What every client is made with. */
export interface Settings {
  readonly region: string
  readonly profile?: string
  readonly endpoint?: string
  readonly maxAttempts: number
  readonly retryMode: string
  readonly requestHandler: NodeHttpHandler
  readonly credentials: ReturnType<typeof credentialsFor>
}

/** By the name that a client has among the clients of a run. */
export const load = {
  acm: async (settings: Settings) => new (await import('@aws-sdk/client-acm')).ACM(settings),
  cloudfront: async (settings: Settings) =>
    new (await import('@aws-sdk/client-cloudfront')).CloudFront({ ...settings, region: globalRegion }),
  ec2: async (settings: Settings) => (await import('./ec2.js')).ec2Client(settings),
  efs: async (settings: Settings) => new (await import('@aws-sdk/client-efs')).EFS(settings),
  elbv2: async (settings: Settings) =>
    new (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2(settings),
  iam: async (settings: Settings) => new (await import('@aws-sdk/client-iam')).IAM(settings),
  pricing: async (settings: Settings) =>
    new (await import('@aws-sdk/client-pricing')).Pricing({ ...settings, region: pricingRegion(settings.region) }),
  route53: async (settings: Settings) => new (await import('@aws-sdk/client-route-53')).Route53(settings),
  servicequotas: async (settings: Settings) =>
    new (await import('@aws-sdk/client-service-quotas')).ServiceQuotas(settings),
  ssm: async (settings: Settings) => new (await import('@aws-sdk/client-ssm')).SSM(settings),
  sts: async (settings: Settings) => new (await import('@aws-sdk/client-sts')).STS(settings),
}

/** Where CloudFront, which is everywhere, is told what to do, and where its certificates are. */
export const globalRegion = 'us-east-1'

/** Prices are told in three regions only: the one nearest to the stack's. */
function pricingRegion(region: string): string {
  if (region.startsWith('eu-')) return 'eu-central-1'
  return region.startsWith('ap-') ? 'ap-south-1' : 'us-east-1'
}
