// The tier `dev`: one instance, bought on the spot market where that may be, files that outlive it, and an address that
// stays. The smallest way to stand in AWS.
import { defineTier, domainPattern, placeOptions, type PlaceOptions } from '@geuse/plugin-api'

interface DevOptions extends PlaceOptions {
  readonly subnet?: string | undefined
  readonly domain?: string | undefined
  readonly tls: 'auto' | 'internal' | 'off'
}

/** One spot instance, EFS, a stable address. */
export const dev = defineTier<DevOptions>({
  id: 'dev',
  title: 'One spot instance, EFS, a stable address',
  options: (z) =>
    z
      .strictObject({
        ...placeOptions(z),
        subnet: z
          .string()
          .regex(/^subnet-[0-9a-f]{8,17}$/, 'must be the id of a subnet, like subnet-0123456789abcdef0')
          .optional()
          .describe('subnet of that VPC'),
        domain: z
          .string()
          .regex(domainPattern, 'must be a domain name in lower case, like n8n.example.com')
          .optional()
          .describe('your own domain name, which you let point to the address of the stack'),
        tls: z
          .enum(['auto', 'internal', 'off'])
          .default('auto')
          .describe('certificate: auto (trusted), internal (its own), off (none; passwords travel in the clear)'),
      })
      .refine(({ vpc, subnet }) => subnet === undefined || (vpc !== undefined && vpc !== 'new'), {
        path: ['subnet'],
        message: 'needs the VPC that it belongs to (--vpc)',
      }),
  needs: ({ vpc, subnet, keypair, instanceType, market }) => ({
    network: { vpc, subnet },
    keyPair: keypair,
    instance: { types: instanceType === undefined ? undefined : [instanceType], market },
  }),
  front: ({ domain, tls }) => ({
    domain,
    tlsEnd: tls === 'off' ? 'nowhere' : 'edge',
    certificate: tls === 'internal' ? 'internal' : 'trusted',
    hops: 1,
    ports: tls === 'off' ? [80] : [80, 443],
  }),
  requires: ['security_group_id'],
  build: (graph, { facts, options, front: { ports }, stack, resources, blocks }) => {
    const { vpcId, net } = blocks.network(graph, facts)
    const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
    const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    const site = graph.derive({ address }, ({ address }) => stack.site(address.ip))
    const { groupId, mountTargets } = blocks.storage(graph, { facts, stack, vpcId, net, fs, ports, ingress: 'public' })
    const instance = blocks.compute(graph, {
      facts,
      stack,
      net,
      fs,
      groupId,
      secrets,
      site,
      address,
      market: options.market,
    })
    return blocks.healthy(graph, { instance, site, mountTargets })
  },
  publish: ({ outputs, options: { domain }, site }) => {
    const { 'elastic-ip': address, 'security-group-instance': group } = outputs as {
      readonly 'elastic-ip'?: { readonly ip: string }
      readonly 'security-group-instance'?: { readonly groupId: string }
    }
    return {
      url: address === undefined ? null : site(address.ip).url,
      ...(address === undefined || domain === undefined
        ? {}
        : { dns: { name: domain, type: 'A', value: address.ip } as const }),
      fields: { security_group_id: group?.groupId ?? null },
    }
  },
})
