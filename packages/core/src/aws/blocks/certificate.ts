// A certificate of the person's own domain, from the request to the day it can be used.
import type { Blocks } from '@geuse/plugin-api'
import { issued, resources } from '../resources/index.js'

/** The record stays for as long as the certificate does: ACM renews by it. */
export const certificate: Blocks['certificate'] = (graph, { domain, certificateArn, hostedZone, region }) => {
  if (certificateArn !== undefined) return graph.given('certificate', { arn: certificateArn })
  if (domain === undefined || hostedZone === undefined) return undefined
  const asked = graph.add('certificate', resources.certificate, {}, () => ({
    domain,
    ...(region === undefined ? {} : { region }),
  }))
  const record = graph.add('certificate-record', resources.dnsRecord, { asked }, ({ asked }) => ({
    zoneId: hostedZone,
    name: asked.recordName,
    type: 'CNAME' as const,
    to: { value: asked.recordValue },
  }))
  return graph.check('issued', issued, { asked, record }, ({ asked }) => ({ arn: asked.arn, domain }))
}
