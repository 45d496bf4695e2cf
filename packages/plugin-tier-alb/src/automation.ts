// The tier `automation`: one instance behind a load balancer, whose name is the public one, and which alone can reach
// the instance.
import { defineTier, placeOptions, type LoadBalancer, type PlaceOptions } from '@geuse/plugin-api'

/** One instance behind a load balancer. */
export const automation = defineTier<PlaceOptions>({
  id: 'automation',
  title: 'One instance behind a load balancer',
  options: (z) => z.strictObject(placeOptions(z)),
  needs: ({ vpc, keypair, instanceType, market }) => ({
    network: { vpc, zones: 2 },
    keyPair: keypair,
    instance: { types: instanceType === undefined ? undefined : [instanceType], market },
  }),
  front: () => ({ tlsEnd: 'nowhere', hops: 2, ports: [80] }),
  requires: ['load_balancer_arn', 'security_group_id'],
  build: (graph, { facts, options: { market }, front: { ports }, stack, resources, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const ingress = blocks.loadBalancer(graph, { stack, vpcId, net, ports })
    const site = graph.derive({ lb: ingress.loadBalancer }, ({ lb }) => stack.site(lb.dnsName))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports: [80], ingress })
    const instance = blocks.compute(graph, { facts, stack, net, fs, groupId, secrets, site, address, market })
    const target = graph.add('target', resources.target, { group: ingress.targetGroup, instance }, (made) => ({
      targetGroupArn: made.group.arn,
      instanceId: made.instance.instanceId,
    }))
    return blocks.healthy(graph, { instance, site, mountTargets, target })
  },
  publish: ({ outputs, site }) => {
    const { 'load-balancer': balancer, 'security-group-instance': group } = outputs as {
      readonly 'load-balancer'?: LoadBalancer
      readonly 'security-group-instance'?: { readonly groupId: string }
    }
    return {
      url: balancer === undefined ? null : site(balancer.dnsName).url,
      fields: { load_balancer_arn: balancer?.arn ?? null, security_group_id: group?.groupId ?? null },
    }
  },
})
