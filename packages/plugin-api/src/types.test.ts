// The compiler is the test here: each `@ts-expect-error` is a mistake that an author makes, and the build fails when
// it compiles. Nothing in this file runs but the last assertion, which holds that the file was built at all.
import { expect } from 'chai'
import { contribute, defineService, defineTier, type Graph, type MakesFrom } from './index.js'

declare const vpc: MakesFrom<{ cidr: string }, { vpcId: string }>
declare const subnet: MakesFrom<{ vpcId: string; zone: string }, { subnetId: string }>

/** @param graph a graph to write mistakes into */
export function mistakesInGraphs(graph: Graph): void {
  const network = graph.add('vpc', vpc, {}, () => ({ cidr: '10.0.0.0/16' }))
  graph.add('subnet', subnet, { network }, ({ network }) => ({ vpcId: network.vpcId, zone: 'a' }))
  // @ts-expect-error misspelt output
  graph.add('subnet', subnet, { network }, ({ network }) => ({ vpcId: network.vpcID, zone: 'a' }))
  // @ts-expect-error missing prop
  graph.add('subnet', subnet, { network }, ({ network }) => ({ vpcId: network.vpcId }))
  // @ts-expect-error wrong type of a prop
  graph.add('subnet', subnet, { network }, ({ network }) => ({ vpcId: network.vpcId, zone: 1 }))
  // @ts-expect-error undeclared dependency
  graph.add('subnet', subnet, {}, ({ network }) => ({ vpcId: network.vpcId, zone: 'a' }))
  const site = graph.derive({ network }, ({ network }) => network.vpcId.length)
  // @ts-expect-error a derived value keeps its type
  graph.derive({ site }, ({ site }) => site.toUpperCase())
}

/** A service that uses everything that is inferred. */
export const well = defineService({
  id: 'well',
  title: 'A service without mistakes',
  config: (z) => z.object({ image: z.string().default('a/b:1') }),
  secrets: {
    key: { length: 32, alphabet: 'hex', owner: 0, show: { label: 'Key', username: (config) => config.image } },
  },
  offers: { api: { port: 'http', secret: 'key' } },
  uses: { db: 'postgres.database', llm: 'ollama.api?' },
  ports: { http: 80 },
  volumes: { data: { kind: 'shared', owner: 0 } },
  probes: [{ kind: 'tcp', port: 'http', timeoutSeconds: 5, critical: true }],
  files: ({ secretValue }) => ({ conf: { text: secretValue('key') + secretValue('db'), owner: 0 } }),
  containers: ({ config, uses }) => ({
    main: {
      image: config.image,
      memoryMiB: 64,
      secrets: ['key', 'db'],
      volumes: { data: '/data' },
      environment: { HOST: uses.db.host, LLM: uses.llm?.host ?? 'none' },
    },
  }),
})

const rest = { id: 'bad', title: 'Bad', config: well.config, ports: { http: 80 }, probes: [] } as const

/** Mistakes in services. */
export const mistakes = [
  defineService({
    ...rest,
    secrets: { key: { length: 32, alphabet: 'hex' } },
    // @ts-expect-error undeclared secret in a container
    containers: () => ({ main: { image: 'a:1', memoryMiB: 1, secrets: ['kye'] } }),
  }),
  defineService({
    ...rest,
    secrets: { key: { length: 32, alphabet: 'hex' } },
    // @ts-expect-error undeclared secret in an offer
    offers: { api: { port: 'http', secret: 'kye' } },
    containers: () => ({}),
  }),
  defineService({
    ...rest,
    secrets: { key: { length: 32, alphabet: 'hex' } },
    // @ts-expect-error undeclared secret in a file
    files: ({ secretValue }) => ({ conf: { text: secretValue('kye'), owner: 0 } }),
    containers: () => ({}),
  }),
  defineService({
    ...rest,
    volumes: { data: { kind: 'shared', owner: 0 } },
    // @ts-expect-error undeclared volume
    containers: () => ({ main: { image: 'a:1', memoryMiB: 1, volumes: { dta: '/data' } } }),
  }),
  defineService({
    ...rest,
    uses: { llm: 'ollama.api?' },
    // @ts-expect-error an optional offer may be absent
    containers: ({ uses }) => ({ main: { image: 'a:1', memoryMiB: 1, environment: { LLM: uses.llm.host } } }),
  }),
  defineService({
    ...rest,
    // @ts-expect-error undeclared use
    containers: ({ uses }) => ({ main: { image: 'a:1', memoryMiB: 1, environment: { DB: uses.db.host } } }),
  }),
  defineService({
    ...rest,
    // @ts-expect-error a container without a memory limit
    containers: () => ({ main: { image: 'a:1' } }),
  }),
]

/** A tier that misspells an output of a built-in resource. */
export const tier = defineTier({
  id: 'bad',
  title: 'Bad',
  options: (z) => z.object({ domain: z.string().optional() }),
  // @ts-expect-error misspelt key of the tier's own options
  needs: ({ market }) => ({ instance: { market } }),
  // @ts-expect-error a place where encryption cannot end
  front: ({ domain }) => ({ domain, tlsEnd: 'instance', hops: 1, ports: [443] }),
  // @ts-expect-error a field that is no text
  publish: () => ({ url: null, fields: { count: 1 } }),
  build(graph, { resources, stack, options }) {
    const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
    // @ts-expect-error misspelt output of a built-in resource
    graph.derive({ address }, ({ address }) => stack.site(options.domain ?? address.ipAddress))
    // @ts-expect-error misspelt key of the tier's own options
    return graph.derive({ address }, ({ address }) => stack.site(options.domian ?? address.ip))
  },
})

describe('the contract', () => {
  it('is built with every mistake refused', async () => {
    expect(await contribute({ api: '1.0', services: [well] })()).to.deep.equal({ api: '1.0', services: [well] })
  })
})
