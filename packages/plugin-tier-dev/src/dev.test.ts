// The graph of the tier: what stands on what, built without a look at any output.
import { expect } from 'chai'
import type { Blocks, Facts, Graph, Node, StackPlan, Stock, TierInput } from '@geuse/plugin-api'
import { z } from 'zod'
import { dev } from './dev.js'

const facts: Facts = {
  accountId: '123456789012',
  region: 'eu-west-1',
  arch: 'x86_64',
  zones: ['eu-west-1a', 'eu-west-1b'],
  image: { id: 'ami-1', rootDevice: '/dev/xvda', minimumGiB: 8 },
  machineTypes: [{ type: 't3.large', memoryMiB: 8192, zones: ['eu-west-1a', 'eu-west-1b'] }],
}

describe('tier dev', () => {
  it('takes its own options and no others', () => {
    const schema = dev.config(z)
    expect(schema.parse({})).to.deep.equal({ market: 'spot', tls: 'auto' })
    expect(schema.safeParse({ certificate: 'arn' }).success).to.equal(false)
  })

  it('builds data, address and secrets of its own, and a public URL that is known before the boot', () => {
    const { added, derived, asked } = built({ market: 'spot-only', tls: 'auto' })
    expect(added).to.deep.equal(['file-system', 'secrets', 'address'])
    expect(asked).to.deep.equal(['network', 'storage', 'compute spot-only', 'healthy'])
    expect(derived[0]!({ address: { ip: '203.0.113.7' } })).to.deep.equal({ host: '203.0.113.7', hops: 1 })
  })

  it('is reached by its domain where one is given', () => {
    const { derived } = built({ market: 'spot', tls: 'auto', domain: 'n8n.example.com' })
    expect(derived[0]!({ address: { ip: '203.0.113.7' } })).to.deep.equal({ host: 'n8n.example.com', hops: 1 })
  })
})

type Compute = (outputs: unknown) => unknown

function built(config: { market: 'spot' | 'spot-only' | 'on-demand'; tls: 'auto'; domain?: string }) {
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
    storage: () => (asked.push('storage'), { groupId: node('group'), mountTargets: node('targets') }),
    compute: (_graph: Graph, { market }: { market: string }) => (asked.push(`compute ${market}`), node('machine')),
    healthy: () => (asked.push('healthy'), node('healthy')),
  } as unknown as Blocks
  const stack = { secrets: [], site: (host: string, hops: number) => ({ host, hops }) } as unknown as StackPlan
  dev.build(graph, { facts, config, stack, stock: {} as Stock, blocks } as TierInput<typeof config>)
  return { added, derived, asked }
}
