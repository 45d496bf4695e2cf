// For tests of tiers: what a tier asks for, in its order, without a host and without an output.
import type { Blocks, LoadBalancerInput, StorageInput } from './blocks.js'
import type { BuiltInResources, Facts, StackPlan } from './built-in-resources.js'
import type { Graph, Node } from './graph.js'
import type { Tier } from './tier.js'

/** What a tier asked for. */
export interface RecordedBuild {
  /** Ids of the resources that it added, and what blocks were asked for, in words. */
  readonly asked: readonly string[]
  /** What it derives of outputs, each to be called with some. */
  readonly derived: readonly ((outputs: unknown) => unknown)[]
}

/**
 * Builds the graph of a tier, and makes nothing.
 * @param tier whose graph
 * @param options as its schema reads them
 */
export function recordBuild<O>(tier: Tier<O>, options: O): RecordedBuild {
  const asked: string[] = []
  const derived: ((outputs: unknown) => unknown)[] = []
  const node = <T>(id: string): Node<T> => ({ id })
  const said = <T>(words: string, answer: T): T => (asked.push(words), answer)
  const graph = {
    add: (id: string) => said(id, node(id)),
    derive: (_deps: unknown, compute: (outputs: unknown) => unknown) => (derived.push(compute), node('derived')),
  } as unknown as Graph
  const blocks = {
    network: () => said('network', { vpcId: node('vpc'), net: node('net') }),
    loadBalancer: (_graph: Graph, { ports, ingress }: LoadBalancerInput) =>
      said(`${ingress} balancer ${ports.join()}`, {
        groupId: node('balancer-group'),
        loadBalancer: node('lb'),
        targetGroup: node('group'),
        listening: node('listening'),
      }),
    distribution: () => said('distribution', { distribution: node('distribution'), deployed: node('deployed') }),
    storage: (_graph: Graph, { ports, ingress }: StorageInput) =>
      said(`storage ${ports.join()} from ${ingress === 'public' ? 'everywhere' : ingress.groupId.id}`, {
        groupId: node('inside'),
        mountTargets: node('targets'),
      }),
    compute: (_graph: Graph, { market }: { readonly market: string }) => said(`compute ${market}`, node('instance')),
    certificate: () => undefined,
    domainRecord: () => said('domain record', node('record')),
    target: () => said('target', node('target')),
    healthy: (_graph: Graph, { target }: { readonly target?: Node<unknown> }) =>
      said(target === undefined ? 'healthy' : `healthy through ${target.id}`, node('healthy')),
  } as unknown as Blocks
  const stack = { secrets: [], site: (host: string) => ({ host }) } as unknown as StackPlan
  const facts = { accountId: '123456789012' } as Facts
  const resources = {} as BuiltInResources
  tier.build(graph, { facts, options, front: tier.front(options), stack, resources, blocks })
  return { asked, derived }
}
