// A CloudFront distribution in front of a load balancer: HTTPS under a name of its own, from the call that makes it.
import type { MakesFrom } from './resource.js'

/** What a distribution is made from. All of it can be changed in place. */
export interface DistributionProps {
  /** Name of what it asks, over HTTP. */
  readonly origin: string
  /** Name of the parameter with the secret by which the origin knows it. Its value is in no document. */
  readonly secretParameter: string
  /** The person's own domain name, with its certificate, which has to be one of us-east-1. */
  readonly alias?: { readonly domain: string; readonly certificateArn: string } | undefined
}

/** A distribution; its name is known before it answers. */
export interface Distribution {
  readonly id: string
  readonly dnsName: string
  /** Of the zone that alias records to it name. */
  readonly zoneId: string
}

/** The resources of content delivery, from props to outputs. */
export interface DistributionResources {
  readonly distribution: MakesFrom<DistributionProps, Distribution>
}
