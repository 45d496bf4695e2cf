// The tier `hello`: how a stack stands in AWS, as five pure functions of its options.
import { contribute, defineTier } from '@geuse/plugin-api'

const tier = defineTier({
  id: 'hello',
  title: 'Hello',
  // Options: `--keypair`, `keypair:` in a file, GEUSEMAKER_KEYPAIR. What describes them is shown by `gm tiers`.
  options: (z) => z.strictObject({ keypair: z.string().optional().describe('EC2 key pair to install') }),
  needs: ({ keypair }) => ({ keyPair: keypair, instance: { market: 'spot' } }),
  // Encryption ends at the stack's own proxy, with a certificate of its own.
  front: () => ({ tlsEnd: 'edge', certificate: 'internal', hops: 1, ports: [80, 443] }),
  build: (graph, { facts, front: { ports }, stack, resources, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const site = graph.derive({ address }, (known) => stack.site(known.address.ip))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports, ingress: 'public' })
    const instance = blocks.compute(graph, { facts, stack, net, fs, groupId, secrets, site, address, market: 'spot' })
    return blocks.healthy(graph, { instance, site, mountTargets })
  },
  publish: ({ outputs, site }) => {
    const address = outputs['elastic-ip'] as { readonly ip: string } | undefined
    return { url: address === undefined ? null : site(address.ip).url }
  },
})

export default contribute({ api: '1.0', tiers: [tier] })
