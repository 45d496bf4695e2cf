// A distribution in front of a load balancer.
import type { Blocks } from '@geuse/plugin-api'
import { originSecret } from '../../model/origin-secret.js'
import { deployed, resources } from '../resources/index.js'

/**
 * Made as soon as the load balancer has a name; with a name of the person's own, when its certificate is issued. Its
 * end takes minutes, in which all else goes but the certificate, which AWS does not let go of before.
 */
export const distribution: Blocks['distribution'] = (graph, { loadBalancer, secrets, alias }) => {
  const named =
    alias === undefined
      ? graph.derive({}, () => undefined)
      : graph.derive({ certificate: alias.certificate }, ({ certificate }) => ({
          domain: alias.domain,
          certificateArn: certificate.arn,
        }))
  const readOnly = { loadBalancer: graph.detached(loadBalancer), secrets: graph.detached(secrets) }
  const made = graph.add('distribution', resources.distribution, { ...readOnly, named }, (outputs) => ({
    origin: outputs.loadBalancer.dnsName,
    secretParameter: `${outputs.secrets.path}/${originSecret.name}`,
    ...(outputs.named === undefined ? {} : { alias: outputs.named }),
  }))
  return { distribution: made, deployed: graph.check('deployed', deployed, { made }, ({ made }) => ({ id: made.id })) }
}
