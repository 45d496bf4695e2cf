// The public URL of a stack, and what follows from it.
import { GmError, type Site } from '@geuse/plugin-api'
import { problem, type Tls } from '../compose/index.js'

/**
 * @param host name or IPv4 address of the public URL
 * @param hops proxies in front of the primary service
 * @throws GmError CONFIG_INVALID when the host is neither; it goes into configuration files
 */
export function siteAt(host: string, hops: number, tls: Tls): Site {
  const problems = hostProblems(host)
  if (problems.length > 0) throw GmError.all('The public address is not right', problems)
  const https = tls !== 'off'
  return { url: `${https ? 'https' : 'http'}://${host}`, host, https, hops }
}

/** @param host what a public URL should have, if anything was said. @returns what is wrong with it */
export function hostProblems(host: string | undefined): GmError[] {
  const pattern = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i
  if (host === undefined || (host.length <= 253 && pattern.test(host))) return []
  return [problem(`${JSON.stringify(host)} is no name or address that a public URL can have`)]
}
