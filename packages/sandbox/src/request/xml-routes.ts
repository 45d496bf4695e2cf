// Services that speak XML over REST have no operation in their requests: method and path say which it is.

/** Method, path below the version of the API, operation; what the parentheses hold is the identifier. */
type Route = readonly [method: string, path: string, operation: string]

const apis: Readonly<Record<string, { readonly version: string; readonly routes: readonly Route[] }>> = {
  route53: {
    version: '2013-04-01',
    routes: [
      ['GET', 'hostedzone', 'ListHostedZones'],
      ['GET', 'hostedzone/([^/]+)', 'GetHostedZone'],
      ['GET', 'hostedzone/([^/]+)/rrset', 'ListResourceRecordSets'],
      ['POST', 'hostedzone/([^/]+)/rrset', 'ChangeResourceRecordSets'],
      ['GET', 'change/([^/]+)', 'GetChange'],
    ],
  },
  cloudfront: {
    version: '2020-05-31',
    routes: [
      ['GET', 'distribution', 'ListDistributions'],
      ['POST', 'distribution\\?WithTags', 'CreateDistributionWithTags'],
      ['GET', 'distribution/([^/]+)', 'GetDistribution'],
      ['PUT', 'distribution/([^/]+)/config', 'UpdateDistribution'],
      ['DELETE', 'distribution/([^/]+)', 'DeleteDistribution'],
      ['GET', 'tagging', 'ListTagsForResource'],
    ],
  },
}

/** @returns the operation of a request and the identifier in its path */
export function xmlRoute(
  service: string,
  method: string,
  { pathname, search }: URL,
): { operation: string; id?: string } {
  const { version, routes } = apis[service] ?? { version: '', routes: [] }
  const flagged = /^\?(WithTags)=?$/.test(search) ? '?WithTags' : ''
  const asked = pathname.replace(/\/$/, '') + flagged
  for (const [verb, path, operation] of routes) {
    const match = verb === method ? new RegExp(`^/${version}/${path}$`).exec(asked) : null
    if (match) return { operation, ...(match[1] === undefined ? {} : { id: decodeURIComponent(match[1]) }) }
  }
  return { operation: `${method} ${pathname}` }
}
