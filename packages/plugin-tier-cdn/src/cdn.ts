// The tier `cdn`: one instance behind a load balancer behind a CloudFront distribution, whose name, or the person's
// own, is the public one. The load balancer takes requests of CloudFront only, and the stack's reverse proxy those of
// this very distribution.
import {
  checkDomainOptions,
  defineTier,
  domainOptions,
  placeOptions,
  recordToMake,
  type Blocks,
  type Distribution,
  type DistributionInput,
  type DomainOptions,
  type Graph,
  type LoadBalancer,
  type PlaceOptions,
} from '@geuse/plugin-api'

/** What the tier takes. */
export interface CdnOptions extends PlaceOptions, DomainOptions {}

/** Where certificates of distributions have to be: CloudFront Developer Guide, requirements for certificates. */
const certificateRegion = 'us-east-1'

/** One instance behind CloudFront; HTTPS with or without a domain of one's own. */
export const cdn = defineTier<CdnOptions>({
  id: 'cdn',
  title: 'One instance behind a load balancer behind CloudFront, HTTPS with no domain',
  options: (z) => z.strictObject({ ...placeOptions(z), ...domainOptions(z) }).superRefine(checkDomainOptions),
  needs: ({ vpc, keypair, instanceType, market, domain, certificateArn, hostedZone }) => ({
    network: { vpc, zones: 2 },
    domain: domain === undefined ? undefined : { name: domain, certificateArn, certificateRegion, hostedZone },
    keyPair: keypair,
    instance: { types: instanceType === undefined ? undefined : [instanceType], market },
  }),
  front: ({ domain }) => ({ domain, tlsEnd: 'proxy', hops: 3, ports: [80, 443], originSecret: true }),
  requires: ['load_balancer_arn', 'cloudfront_id', 'security_group_id'],
  build: (graph, { facts, options, stack, resources, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const ingress = blocks.loadBalancer(graph, { stack, vpcId, net, ports: [80], ingress: 'cloudfront' })
    const { loadBalancer, listening } = ingress
    const alias = aliasOf(graph, options, blocks)
    const { distribution, deployed } = blocks.distribution(graph, { loadBalancer, secrets, alias })
    const record = blocks.domainRecord(graph, options, distribution)
    const { domain } = options
    const site =
      domain === undefined
        ? graph.derive({ distribution }, (made) => stack.site(made.distribution.dnsName))
        : graph.derive({}, () => stack.site(domain))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports: [80], ingress })
    const { market } = options
    const instance = blocks.compute(graph, { facts, stack, net, fs, groupId, secrets, site, address, market })
    const target = blocks.target(graph, { ...ingress, instance })
    const way = graph.derive({ listening, deployed, record }, () => undefined)
    return blocks.healthy(graph, { instance, site, mountTargets, target, way })
  },
  publish: ({ outputs, options, site }) => {
    const made = outputs as Made
    const host = options.domain ?? made.distribution?.dnsName
    return {
      url: host === undefined ? null : site(host).url,
      ...recordToMake(options, made.distribution?.dnsName),
      fields: fieldsOf(made),
    }
  },
})

/** Outputs by the ids of their nodes. */
interface Made {
  readonly distribution?: Distribution
  readonly 'load-balancer'?: LoadBalancer
  readonly 'security-group-instance'?: { readonly groupId: string }
}

function fieldsOf({ distribution, 'load-balancer': balancer, 'security-group-instance': group }: Made) {
  return {
    cloudfront_id: distribution?.id ?? null,
    cloudfront_domain: distribution?.dnsName ?? null,
    load_balancer_arn: balancer?.arn ?? null,
    security_group_id: group?.groupId ?? null,
  }
}

/** A distribution takes a name only with its certificate, and so waits for that; the boot does not. */
function aliasOf(graph: Graph, options: CdnOptions, blocks: Blocks): DistributionInput['alias'] {
  const certificate = blocks.certificate(graph, { ...options, region: certificateRegion })
  return options.domain === undefined || certificate === undefined ? undefined : { domain: options.domain, certificate }
}
