// The way from the person's own domain name to what stands there.
import type { Blocks } from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

/** An alias, as names at the top of a zone can have no other record that leads to a name. */
export const domainRecord: Blocks['domainRecord'] = (graph, { domain, hostedZone }, to) => {
  if (domain === undefined || hostedZone === undefined) return graph.derive({}, () => undefined)
  return graph.add('domain-record', resources.dnsRecord, { to }, ({ to: { zoneId, dnsName } }) => ({
    zoneId: hostedZone,
    name: domain,
    type: 'A' as const,
    to: { zoneId, dnsName },
  }))
}
