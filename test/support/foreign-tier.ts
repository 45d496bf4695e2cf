// A tier as somebody else writes it in TypeScript, with nothing of gm but types: an option, a resource and an image of
// its own, a URL from what it made, and a phase that it wraps. Packed as the one file of a plugin.
import type {
  Contribution,
  Graph,
  MakesFrom,
  Node,
  Orchestrator,
  StackRef,
  Tier,
  TierInput,
  Zod,
} from '@geuse/plugin-api'

interface BeaconOptions {
  readonly greeting: string
  readonly mode: 'calm' | 'loud'
}

interface Beacon {
  readonly path: string
  readonly host: string
}

interface Ssm {
  getParametersByPath(input: {
    readonly Path: string
  }): Promise<{ readonly Parameters?: readonly { readonly Value?: string }[] }>
  putParameter(input: { readonly Name: string; readonly Type: string; readonly Value: string }): Promise<unknown>
  deleteParameter(input: { readonly Name: string }): Promise<unknown>
}

function pathOf({ name, id }: StackRef): string {
  return `/beacon/${name}-${id.slice(0, 8)}`
}

function nameOf(stack: StackRef): string {
  return `${pathOf(stack)}/where`
}

function ssmOf(cx: unknown): Promise<Ssm> {
  return (cx as { readonly aws: { ssm(): Promise<Ssm> } }).aws.ssm()
}

async function look(cx: { readonly stack: StackRef }): Promise<Beacon | undefined> {
  const path = pathOf(cx.stack)
  const { Parameters = [] } = await (await ssmOf(cx)).getParametersByPath({ Path: path })
  const host = Parameters[0]?.Value?.split(' ')[0]
  return host === undefined ? undefined : { path, host }
}

const beacon: MakesFrom<{ greeting: string; host: string }, Beacon> = {
  type: 'beacon',
  stage: 'security',
  iam: ['ssm:PutParameter', 'ssm:GetParametersByPath', 'ssm:DeleteParameter'],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ path: pathOf(stack) }),
  find: look,
  async list(cx) {
    const observed = await look(cx)
    return observed === undefined ? [] : [{ id: observed.path, node: 'beacon', known: { identity: {}, observed } }]
  },
  async create(cx, { greeting, host }) {
    const path = pathOf(cx.stack)
    await (await ssmOf(cx)).putParameter({ Name: nameOf(cx.stack), Type: 'String', Value: `${host} ${greeting}` })
    return { path, host }
  },
  async destroy(cx) {
    await (await ssmOf(cx)).deleteParameter({ Name: nameOf(cx.stack) })
  },
  seconds: { create: 1, destroy: 1 },
}

function build(
  graph: Graph,
  { facts, options, front, stack, resources, blocks }: TierInput<BeaconOptions>,
): Node<unknown> {
  const { vpcId, net } = blocks.network(graph, facts)
  const fs = graph.add('file-system', resources.fileSystem, {}, () => ({}))
  const secrets = graph.add('secrets', resources.secrets, {}, () => ({ declared: stack.secrets }))
  const address = graph.add('elastic-ip', resources.elasticIp, {}, () => ({}))
  const lit = graph.add('beacon', beacon, { address }, ({ address }) => ({
    greeting: options.mode === 'loud' ? options.greeting.toUpperCase() : options.greeting,
    host: address.ip,
  }))
  const site = graph.derive({ lit }, ({ lit }) => stack.site(lit.host))
  const { groupId, mountTargets } = blocks.storage(graph, {
    facts,
    stack,
    vpcId,
    net,
    fs,
    ports: front.ports,
    ingress: 'public',
  })
  const instance = blocks.compute(graph, {
    facts,
    stack,
    net,
    fs,
    groupId,
    secrets,
    site,
    address,
    market: 'on-demand',
  })
  return blocks.healthy(graph, { instance, site, mountTargets })
}

const tier: Tier<BeaconOptions> = {
  id: 'beacon',
  title: 'One instance on demand, and a beacon that says where it is',
  options: (z: Zod) =>
    z.strictObject({
      greeting: z.string().max(40, 'must be 40 letters at most').default('hello').describe('what the beacon says'),
      mode: z
        .enum(['calm', 'loud'])
        .default('calm')
        .describe('how it is said')
        .meta({ switches: { loud: 'loud' } }),
    }),
  needs: () => ({
    image: '/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-{arch}',
    instance: { market: 'on-demand' },
  }),
  front: () => ({ tlsEnd: 'edge', certificate: 'internal', hops: 1, ports: [80, 443] }),
  requires: ['beacon_path'],
  build,
  publish: ({ outputs, site }) => {
    const lit = outputs['beacon'] as Beacon | undefined
    return { url: lit === undefined ? null : site(lit.host).url, fields: { beacon_path: lit?.path ?? null } }
  },
  orchestrate: (base: Orchestrator) => ({
    ...base,
    deploy: async (signal) => ({ ...(await base.deploy(signal)), beacon: 'lit' }),
  }),
}

/** The hook of the plugin. */
export function contribute(): Contribution {
  return { api: '1.0', resources: [beacon as MakesFrom<never, unknown>], tiers: [tier as Tier] }
}
