// Each breach in words; what comes with gm, and what `gm new` makes, keeps the contract.
import { expect } from 'chai'
import type { z } from 'zod'
import { conformance } from './conformance.js'

type Z = typeof z
type Loose = Record<string, unknown>

function service(over: Loose = {}): Loose {
  return {
    id: 'store',
    title: 'A store',
    config: (z: Z) => z.object({ image: z.string().default('acme/store:1.0').describe('container image') }),
    ports: { http: 80 },
    probes: [{ kind: 'http', port: 'http', path: '/', timeoutSeconds: 5, critical: true }],
    containers: ({ config }: { config: { image: string } }) => ({ main: { image: config.image, memoryMiB: 64 } }),
    ...over,
  }
}

function tier(build: unknown, options: unknown = (z: Z) => z.object({})): Loose {
  return {
    id: 'base',
    title: 'Base',
    options,
    needs: () => ({ instance: { market: 'spot' } }),
    front: () => ({ tlsEnd: 'edge', hops: 1, ports: [443] }),
    publish: () => ({ url: null }),
    build,
  }
}

function resource(over: Loose): Loose {
  const nothing = (): undefined => undefined
  return {
    type: 'acme-bucket',
    stage: 'storage',
    iam: ['s3:CreateBucket'],
    idempotent: 'name',
    identity: () => ({}),
    find: nothing,
    create: () => ({}),
    list: () => [],
    destroy: nothing,
    seconds: { create: 5, destroy: 5 },
    ...over,
  }
}

interface Builder {
  add(id: string, ...rest: unknown[]): unknown
}
interface Input {
  readonly blocks: { healthy(...given: unknown[]): unknown }
  readonly resources: Readonly<Record<string, unknown>>
}

describe('conformance', () => {
  let calls = 0
  const breaches: Record<string, readonly [contribution: unknown, breach: string | undefined]> = {
    'of a contribution that is kept': [
      () => ({
        api: '1.0',
        services: [service()],
        tiers: [
          tier((graph: Builder, { blocks, resources }: Input) => {
            graph.add('fs', resources['fileSystem'], {}, () => ({}))
            return blocks.healthy(graph)
          }),
        ],
        resources: [resource({})],
      }),
      undefined,
    ],
    'of a version that there is not': [{ api: '9.0' }, 'api: it is written for version 9.0'],
    'of a key that nobody knows': [{ api: '1.0', services: [service({ colour: 1 })] }, "unknown key 'colour'"],
    'of a setting without words': [
      { api: '1.0', services: [service({ config: (z: Z) => z.object({ image: z.string().default('a:1') }) })] },
      'services.store.config.image: must be described',
    ],
    'of a service that nobody could call healthy': [
      { api: '1.0', services: [service({ probes: [] })] },
      'services.store.probes: there must be one',
    ],
    'of an option without words': [
      {
        api: '1.0',
        tiers: [
          tier(
            () => undefined,
            (z: Z) => z.object({ size: z.string().default('s') }),
          ),
        ],
      },
      'tiers.base.options.size: must be described',
    ],
    'of a build that throws': [
      {
        api: '1.0',
        tiers: [
          tier(() => {
            throw new Error('upside down')
          }),
        ],
      },
      'tiers.base.build: throws: upside down',
    ],
    'of a build that depends on when it is called': [
      { api: '1.0', tiers: [tier((graph: Builder) => graph.add(`node-${(calls += 1)}`))] },
      'tiers.base.build: must build the same',
    ],
    'of an id of two nodes': [
      { api: '1.0', tiers: [tier((graph: Builder) => [graph.add('fs'), graph.add('fs')])] },
      "tiers.base.build: the id 'fs' is given to two nodes",
    ],
    'of a resource that asks for everything': [
      { api: '1.0', resources: [resource({ iam: ['s3:*'] })] },
      "resources.acme-bucket.iam: 's3:*' allows more",
    ],
    'of a resource that takes no time': [
      { api: '1.0', resources: [resource({ seconds: { create: 0, destroy: 1 } })] },
      'seconds',
    ],
    'of an update that nothing asks for': [
      { api: '1.0', resources: [resource({ update: async () => ({}) })] },
      'resources.acme-bucket.update: is never asked without `diff`',
    ],
    'of lasting outputs of what cannot be changed': [
      { api: '1.0', resources: [resource({ stable: ['id'] })] },
      'resources.acme-bucket.stable: says what an `update` leaves',
    ],
    'of drift that nothing mends': [
      { api: '1.0', resources: [resource({ drift: async () => [] })] },
      'resources.acme-bucket.drift: tells what `sync` puts back',
    ],
    'of a type that is anybody’s': [
      { api: '1.0', resources: [resource({ type: 'bucket' })] },
      "resources.bucket.type: 'bucket' must begin with a word",
    ],
  }
  for (const [what, [contribution, breach]] of Object.entries(breaches))
    it(what, async () => {
      const told = await conformance(contribution)
      if (breach === undefined) expect(told).to.deep.equal([])
      else expect(told.join('\n')).to.contain(breach)
    })
})
