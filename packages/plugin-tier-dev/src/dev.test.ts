// The graph of the tier: what stands on what, built without a look at any output.
import { expect } from 'chai'
import type { Blocks, Facts, Graph, Node, Site, StackPlan, BuiltInResources, StorageInput } from '@geuse/plugin-api'
import { z } from 'zod'
import { dev } from './dev.js'

const facts: Facts = {
  accountId: '123456789012',
  region: 'eu-west-1',
  arch: 'x86_64',
  zones: ['eu-west-1a', 'eu-west-1b'],
  image: { id: 'ami-1', rootDevice: '/dev/xvda', minimumGiB: 8 },
  instanceTypes: [{ type: 't3.large', memoryMiB: 8192, zones: ['eu-west-1a', 'eu-west-1b'] }],
}

describe('tier dev', () => {
  it('takes its own options and no others', () => {
    const schema = dev.options(z)
    expect(schema.parse({})).to.deep.equal({ market: 'spot', tls: 'auto' })
    expect(schema.safeParse({ certificate: 'arn' }).success).to.equal(false)
  })

  it('builds data, address and secrets of its own, and a public URL that is known before the boot', () => {
    const { added, derived, asked } = built({ market: 'spot-only', tls: 'auto' })
    expect(added).to.deep.equal(['file-system', 'secrets', 'elastic-ip'])
    expect(asked).to.deep.equal(['network', 'storage 80,443', 'compute spot-only', 'healthy'])
    expect(derived[0]!({ address: { ip: '203.0.113.7' } })).to.deep.equal({ host: '203.0.113.7' })
  })

  it('says what it needs of the account, and what stands before its services', () => {
    const { needs, front } = dev
    expect(needs({ ...usual, instanceType: 't3.large' })).to.deep.include({
      instance: { types: ['t3.large'], market: 'spot' },
    })
    expect(front(usual)).to.deep.include({ tlsEnd: 'edge', certificate: 'trusted', ports: [80, 443] })
    expect(front({ ...usual, tls: 'off' })).to.deep.include({ tlsEnd: 'nowhere', ports: [80] })
    expect(front({ ...usual, domain: 'n8n.example.com' }).domain).to.equal('n8n.example.com')
  })

  it('tells its URL from its address, and nothing while there is none', () => {
    const site = (host: string) => ({ url: `https://${host}` }) as Site
    const outputs = { 'elastic-ip': { ip: '203.0.113.7' }, 'security-group-instance': { groupId: 'sg-1' } }
    expect(dev.publish({ outputs, options: usual, site })).to.deep.equal({
      url: 'https://203.0.113.7',
      fields: { security_group_id: 'sg-1' },
    })
    expect(dev.publish({ outputs: {}, options: usual, site })).to.deep.equal({
      url: null,
      fields: { security_group_id: null },
    })
  })
})

const usual = { market: 'spot', tls: 'auto' } as const

type Compute = (outputs: unknown) => unknown

function built(options: Parameters<typeof dev.front>[0]) {
  const added: string[] = []
  const derived: Compute[] = []
  const asked: string[] = []
  const node = <T>(id: string): Node<T> => ({ id })
  const graph = {
    add: (id: string) => (added.push(id), node(id)),
    derive: (_deps: unknown, compute: Compute) => (derived.push(compute), node('derived')),
  } as unknown as Graph
  const blocks = {
    network: () => (asked.push('network'), node('network')),
    storage: (_graph: Graph, { ports }: StorageInput) => (
      asked.push(`storage ${ports.join()}`),
      { groupId: node('group'), mountTargets: node('targets') }
    ),
    compute: (_graph: Graph, { market }: { market: string }) => (asked.push(`compute ${market}`), node('instance')),
    healthy: () => (asked.push('healthy'), node('healthy')),
  } as unknown as Blocks
  const stack = { secrets: [], site: (host: string) => ({ host }) } as unknown as StackPlan
  dev.build(graph, { facts, options, front: dev.front(options), stack, resources: {} as BuiltInResources, blocks })
  return { added, derived, asked }
}
