// The tier `automation`: one instance behind a load balancer, whose name, or the person's own, is the public one, and
// which alone can reach the instance.
import {
  defineTier,
  domainPattern,
  placeOptions,
  type Graph,
  type LoadBalancer,
  type Node,
  type PlaceOptions,
  type TierInput,
} from '@geuse/plugin-api'

interface AutomationOptions extends PlaceOptions {
  readonly domain?: string | undefined
  readonly certificateArn?: string | undefined
  readonly hostedZone?: string | undefined
}

type Input = TierInput<AutomationOptions>

/** One instance behind a load balancer; HTTPS with a domain of one's own. */
export const automation = defineTier<AutomationOptions>({
  id: 'automation',
  title: 'One instance behind a load balancer',
  options: (z) =>
    z
      .strictObject({
        ...placeOptions(z),
        domain: z
          .string()
          .regex(domainPattern, 'must be a domain name in lower case, like n8n.example.com')
          .optional()
          .describe('your own domain name'),
        certificateArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/, 'must be the ARN of a certificate')
          .optional()
          .describe('certificate of the domain; without it one is asked for'),
        hostedZone: z
          .string()
          .regex(/^Z[A-Z0-9]{1,31}$/, 'must be the id of a hosted zone, like Z0123456789ABCDEFGHIJ')
          .optional()
          .describe('hosted zone of the domain, in which its records are made'),
      })
      .refine(({ domain, certificateArn, hostedZone }) => domain === undefined || certificateArn || hostedZone, {
        path: ['domain'],
        message: 'needs its hosted zone (--hosted-zone) or a certificate (--certificate-arn)',
      })
      .refine(({ domain, certificateArn, hostedZone }) => domain !== undefined || !(certificateArn || hostedZone), {
        path: ['domain'],
        message: 'is needed with --certificate-arn and --hosted-zone',
      }),
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
  build: (graph, input) => {
    const { facts, options, front, stack, resources, blocks } = input
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const certificate = certificateOf(graph, input)
    const ingress = blocks.loadBalancer(graph, { stack, vpcId, net, ports: front.ports, certificate })
    const { loadBalancer, targetGroup, listening } = ingress
    const record = recordOf(graph, input, loadBalancer)
    const site = graph.derive({ loadBalancer }, (made) => stack.site(made.loadBalancer.dnsName))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports: [80], ingress })
    const { market } = options
    const instance = blocks.compute(graph, { facts, stack, net, fs, groupId, secrets, site, address, market })
    const target = graph.add('target', resources.target, { targetGroup, instance }, (made) => ({
      targetGroupArn: made.targetGroup.arn,
      instanceId: made.instance.instanceId,
    }))
    const way = graph.derive({ listening, record }, () => undefined)
    return blocks.healthy(graph, { instance, site, mountTargets, target, way })
  },
  publish: ({ outputs, options: { domain, hostedZone }, site }) => {
    const { 'load-balancer': balancer, 'security-group-instance': group } = outputs as {
      readonly 'load-balancer'?: LoadBalancer
      readonly 'security-group-instance'?: { readonly groupId: string }
    }
    return {
      url: balancer === undefined ? null : site(balancer.dnsName).url,
      ...(balancer === undefined || domain === undefined || hostedZone !== undefined
        ? {}
        : { dns: { name: domain, type: 'CNAME', value: balancer.dnsName } as const }),
      fields: { load_balancer_arn: balancer?.arn ?? null, security_group_id: group?.groupId ?? null },
    }
  },
})

/** The person's own, or one that is asked for; none without a domain. */
function certificateOf(
  graph: Graph,
  { options: { domain, certificateArn, hostedZone }, blocks }: Input,
): Node<{ arn: string }> | undefined {
  if (certificateArn !== undefined) return graph.given('certificate', { arn: certificateArn })
  if (domain === undefined || hostedZone === undefined) return undefined
  return blocks.certificate(graph, { domain, hostedZone })
}

/** Without a hosted zone the person makes the record. */
function recordOf(
  graph: Graph,
  { options: { domain, hostedZone }, resources }: Input,
  loadBalancer: Node<LoadBalancer>,
): Node<unknown> {
  if (domain === undefined || hostedZone === undefined) return graph.derive({}, () => undefined)
  return graph.add('domain-record', resources.dnsRecord, { loadBalancer }, (made) => ({
    zoneId: hostedZone,
    name: domain,
    type: 'A' as const,
    to: { zoneId: made.loadBalancer.zoneId, dnsName: made.loadBalancer.dnsName },
  }))
}
