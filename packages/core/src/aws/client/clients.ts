// The SDK clients of one run, each made when it is first asked; and every call of every client goes through one gate:
// limit, send, classify.
import type { ACM } from '@aws-sdk/client-acm'
import type { CloudFront } from '@aws-sdk/client-cloudfront'
import type { EFS } from '@aws-sdk/client-efs'
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { IAM } from '@aws-sdk/client-iam'
import type { Pricing } from '@aws-sdk/client-pricing'
import type { Route53 } from '@aws-sdk/client-route-53'
import type { ServiceQuotas } from '@aws-sdk/client-service-quotas'
import type { SSM } from '@aws-sdk/client-ssm'
import type { STS } from '@aws-sdk/client-sts'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './connection.js'
import type { Ec2 } from './ec2.js'
import { load, type Settings } from './load.js'
import { addMiddleware, type SdkClient } from './middleware.js'
import { callsInFlight, limit, type ServiceId } from './concurrency.js'

/** A client a service, made at the first call. */
export interface Clients {
  readonly connection: Connection
  /** @param region the run's own without */
  acm(region?: string): Promise<ACM>
  cloudfront(): Promise<CloudFront>
  ec2(): Promise<Ec2>
  efs(): Promise<EFS>
  elbv2(): Promise<ElasticLoadBalancingV2>
  iam(): Promise<IAM>
  pricing(): Promise<Pricing>
  route53(): Promise<Route53>
  servicequotas(): Promise<ServiceQuotas>
  ssm(): Promise<SSM>
  sts(): Promise<STS>
  /**
   * Loads what will be needed while the first answer is waited for, and nothing before the first call is on its way.
   * @param packages each begins to load when it is called; one that fails tells whoever needs it
   */
  preload(...packages: readonly (() => Promise<unknown>)[]): void
  /** Closes the connections that are kept. */
  close(): void
}

const attempts = 6
/** Milliseconds for a request to be written before loading keeps the process from it. */
const writtenWithin = 10

/**
 * @param connection region, profile, endpoint and proxy
 * @returns clients with adaptive retries, explicit timeouts and kept connections
 */
export function createClients(connection: Connection): Clients {
  let handler: NodeHttpHandler | undefined
  const firstCall = Promise.withResolvers<void>()
  const inTurn = firstAlone(firstCall.promise)
  const settings = lazily(async () => {
    const [{ httpHandler }, { credentialsFor }] = await Promise.all([
      import('./http-handler.js'),
      import('./credentials.js'),
    ])
    handler = httpHandler(connection)
    return {
      ...settingsOf(connection),
      requestHandler: handler,
      credentials: credentialsFor(connection, handler),
    }
  })
  const gated = <C extends SdkClient>(service: ServiceId, made: (given: Settings) => Promise<C>) =>
    lazily(async () => {
      const client = await inTurn(async () => made(await settings()))
      return addMiddleware(client, limit(callsInFlight[service]), firstCall.resolve)
    })
  return {
    connection,
    acm: byRegion(connection.region, (region) => gated('acm', (given) => load.acm({ ...given, region }))),
    cloudfront: gated('cloudfront', load.cloudfront),
    ec2: gated('ec2', load.ec2),
    efs: gated('efs', load.efs),
    elbv2: gated('elbv2', load.elbv2),
    iam: gated('iam', load.iam),
    pricing: gated('pricing', load.pricing),
    route53: gated('route53', load.route53),
    servicequotas: gated('servicequotas', load.servicequotas),
    ssm: gated('ssm', load.ssm),
    sts: gated('sts', load.sts),
    preload: (...packages) => void firstCall.promise.then(() => loadInTurn(packages)),
    close: () => handler?.destroy(),
  }
}

function settingsOf({ region, profile, endpoint }: Connection) {
  return {
    region,
    maxAttempts: attempts,
    retryMode: 'adaptive',
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  }
}

/**
 * Loading keeps the process from everything else: of clients that are asked side by side, the first has sent its first
 * call, and AWS is at work, before the others are loaded.
 * @param firstCall settles when a call is on its way
 * @returns makes a client when its turn has come
 */
function firstAlone(firstCall: Promise<void>): <C>(make: () => Promise<C>) => Promise<C> {
  let turn: Promise<unknown> | undefined
  return (make) => {
    if (turn !== undefined) return turn.then(make)
    const first = make()
    // Whoever asked for the first client may not call it before another one answers.
    turn = Promise.race([firstCall, first.then(rest, rest)]).then(rest)
    return first
  }
}

/** Time for what was sent to be written. */
function rest(): Promise<unknown> {
  return sleep(writtenWithin)
}

/** Between two packages, what has arrived is taken. */
async function loadInTurn(packages: readonly (() => Promise<unknown>)[]): Promise<void> {
  await rest()
  for (const load of packages) {
    await load().catch(() => undefined)
    await nextTurn()
  }
}

/** A client a region: each is made at its first call. */
function byRegion<C>(own: string, make: (region: string) => () => Promise<C>): (region?: string) => Promise<C> {
  const made = new Map<string, () => Promise<C>>()
  return (region = own) => {
    const client = made.get(region) ?? make(region)
    made.set(region, client)
    return client()
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
