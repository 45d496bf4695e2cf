// Route 53 has no operation in its requests: method and path say which it is.

const routes = [
  ['GET', /^\/2013-04-01\/hostedzone\/?$/, 'ListHostedZones'],
  ['GET', /^\/2013-04-01\/hostedzone\/([^/]+)\/?$/, 'GetHostedZone'],
  ['GET', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/, 'ListResourceRecordSets'],
  ['POST', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/, 'ChangeResourceRecordSets'],
  ['GET', /^\/2013-04-01\/change\/([^/]+)\/?$/, 'GetChange'],
] as const

/** The operation of a Route 53 request and the identifier in its path. */
export function route53Route(method: string, pathname: string): { operation: string; id?: string } {
  for (const [verb, path, operation] of routes) {
    const match = verb === method ? path.exec(pathname) : null
    if (match) return { operation, ...(match[1] === undefined ? {} : { id: decodeURIComponent(match[1]) }) }
  }
  return { operation: `${method} ${pathname}` }
}
