// The tier `automation`: one instance behind a load balancer, whose name, or the person's own, is the public one, and
// which alone can reach the instance.
import {
  checkDomainOptions,
  defineTier,
  domainOptions,
  placeOptions,
  recordToMake,
  type DomainOptions,
  type LoadBalancer,
  type PlaceOptions,
} from '@geuse/plugin-api'

interface AutomationOptions extends PlaceOptions, DomainOptions {}

/** One instance behind a load balancer; HTTPS with a domain of one's own. */
export const automation = defineTier<AutomationOptions>({
  id: 'automation',
  aliases: ['alb'],
  title: 'One instance behind a load balancer',
  options: (z) => z.strictObject({ ...placeOptions(z), ...domainOptions(z) }).superRefine(checkDomainOptions),
  needs: ({ vpc, keypair, instanceType, market, domain, certificateArn, hostedZone }) => ({
    network: { vpc, zones: 2 },
    domain: domain === undefined ? undefined : { name: domain, certificateArn, hostedZone },
    keyPair: keypair,
    instance: { types: instanceType === undefined ? undefined : [instanceType], market },
  }),
  front: ({ domain }) =>
    domain === undefined
      ? { tlsEnd: 'nowhere', hops: 2, ports: [80] }
      : { domain, tlsEnd: 'proxy', hops: 2, ports: [80, 443] },
  requires: ['load_balancer_arn', 'security_group_id'],
  build: (graph, { facts, options, front, stack, resources, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const certificate = blocks.certificate(graph, options)
    const { ports } = front
    const ingress = blocks.loadBalancer(graph, { stack, vpcId, net, ports, ingress: 'public', certificate })
    const { loadBalancer, listening } = ingress
    const record = blocks.domainRecord(graph, options, loadBalancer)
    const site = graph.derive({ loadBalancer }, (made) => stack.site(made.loadBalancer.dnsName))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports: [80], ingress })
    const { market } = options
    const instance = blocks.compute(graph, { facts, stack, net, fs, groupId, secrets, site, address, market })
    const target = blocks.target(graph, { ...ingress, instance })
    const way = graph.derive({ listening, record }, () => undefined)
    return blocks.healthy(graph, { instance, site, mountTargets, target, way })
  },
  publish: ({ outputs, options, site }) => {
    const { 'load-balancer': balancer, 'security-group-instance': group } = outputs as {
      readonly 'load-balancer'?: LoadBalancer
      readonly 'security-group-instance'?: { readonly groupId: string }
    }
    return {
      url: balancer === undefined ? null : site(balancer.dnsName).url,
      ...recordToMake(options, balancer?.dnsName),
      fields: { load_balancer_arn: balancer?.arn ?? null, security_group_id: group?.groupId ?? null },
    }
  },
})
