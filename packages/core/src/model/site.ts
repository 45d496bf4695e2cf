// The public URL of a stack, and what follows from it.
import { GmError, type Front, type Site, unknownYet } from '@geuse/plugin-api'

/** Name or IPv4 address that a public URL can have; it goes into configuration files. */
export const hostPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i

/** What of a front decides what a site is like. */
export type SiteFront = Pick<Front, 'domain' | 'tlsEnd' | 'hops'>

/**
 * @param host name or IPv4 address that leads to the stack; in a plan perhaps `unknownYet`
 * @param front what stands before the services; its own domain, where it has one, wins over `host`
 * @throws GmError CONFIG_INVALID when the host is neither
 */
export function siteAt(host: string, { domain, tlsEnd, hops }: SiteFront): Site {
  // A plan's stand-in for an output is an object that reads as text.
  const name = domain ?? String(host)
  if (name !== unknownYet && !hostPattern.test(name))
    throw new GmError('CONFIG_INVALID', `${JSON.stringify(name)} is no name or address that a public URL can have`)
  const https = tlsEnd !== 'nowhere'
  return { url: `${https ? 'https' : 'http'}://${name}`, host: name, https, tlsEnd, hops }
}
