// The tier `dev`: one machine, bought on the spot market where that may be, files that outlive it, and an address that
// stays. The smallest way to stand in AWS.
import { defineTier, type Market } from '@geuse/plugin-api'

/** Proxies in front of the primary service: the edge container alone. */
const hops = 1

interface DevConfig {
  readonly instanceType?: string | undefined
  readonly market: Market
  readonly vpc?: string | undefined
  readonly subnet?: string | undefined
  readonly keypair?: string | undefined
  readonly domain?: string | undefined
  readonly tls: 'auto' | 'internal' | 'off'
}

/** One spot machine, EFS, a stable address. */
export const dev = defineTier<DevConfig>({
  id: 'dev',
  title: 'One spot machine, EFS, a stable address',
  config: (z) =>
    z.strictObject({
      instanceType: z.string().optional(),
      market: z.enum(['spot', 'spot-only', 'on-demand']).default('spot'),
      vpc: z.string().optional(),
      subnet: z.string().optional(),
      keypair: z.string().optional(),
      domain: z.string().optional(),
      tls: z.enum(['auto', 'internal', 'off']).default('auto'),
    }),
  requires: ['efs_id', 'instance_id'],
  build: (graph, { facts, config, stack, stock, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', stock.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', stock.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('address', stock.address, {}, () => ({}))
    const site = graph.derive({ address }, ({ address }) => stack.site(config.domain ?? address.ip, hops))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ingress: 'public' })
    const machine = blocks.compute(graph, {
      facts,
      stack,
      net,
      fs,
      groupId,
      secrets,
      site,
      address,
      market: config.market,
    })
    return blocks.healthy(graph, { machine, site, mountTargets })
  },
})
