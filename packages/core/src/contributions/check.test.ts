// Every mistake that a plugin can make in what it hands over, one a test, against a contribution without any.
import { expect } from 'chai'
import type { z } from 'zod'
import { check } from './check.js'
import type { Collected } from './collect.js'
import type { Origin } from './origin.js'

const plugin: Origin = { name: 'acme', version: '1.0.0', bundled: false }
const self = new URL(import.meta.url)

type Loose = Record<string, unknown>
type Z = typeof z

function service(over: Loose = {}): Loose {
  return {
    id: 'store',
    title: 'A store',
    config: (z: Z) => z.object({ image: z.string().default('acme/store:1.0') }),
    secrets: { key: { length: 32, alphabet: 'hex', owner: 0 } },
    offers: { api: { port: 'http', secret: 'key', provision: self } },
    uses: { db: 'postgres.database', llm: 'ollama.api?' },
    ports: { http: 80, inside: { port: 81, internal: true } },
    ingress: { port: 'http', health: '/healthz' },
    volumes: { data: { kind: 'block', rpoSeconds: 60, owner: 0 } },
    probes: [{ kind: 'http', port: 'http', path: '/', timeoutSeconds: 5, critical: true }],
    containers: ({ config, uses }: { config: { image: string }; uses: Record<string, { host: string }> }) => ({
      main: {
        image: config.image,
        memoryMiB: 64,
        secrets: ['key', 'db'],
        volumes: { data: '/data' },
        files: { conf: '/conf' },
        environment: { DB: uses['db']?.host },
      },
    }),
    files: ({ secretValue }: { secretValue(name: string): string }) => ({
      conf: { text: secretValue('key'), owner: 0 },
    }),
    jobs: { owner: { run: self, env: () => ({ A: 'b' }) } },
    hooks: { checkpoint: self, restore: self },
    ...over,
  }
}

function container(over: Loose): Loose {
  return service({ containers: () => ({ main: { image: 'acme/store:1', memoryMiB: 64, ...over } }) })
}

function thrower(): never {
  throw new Error('oh')
}

function tier(over: Loose = {}): Loose {
  return {
    id: 'base',
    title: 'Base',
    options: (z: Z) => z.object({}),
    needs: () => ({ instance: { market: 'spot' } }),
    front: () => ({ tlsEnd: 'edge', hops: 1, ports: [443] }),
    build: () => ({ id: 'end' }),
    publish: () => ({ url: null }),
    ...over,
  }
}

function resource(over: Loose = {}): Loose {
  return {
    type: 'bucket',
    stage: 'storage',
    iam: ['s3:CreateBucket'],
    idempotent: 'name',
    identity: () => ({}),
    find: () => undefined,
    create: () => ({}),
    list: () => [],
    destroy: () => undefined,
    seconds: { create: 5, destroy: 5 },
    ...over,
  }
}

function from(contribution: unknown, origin: Origin = plugin): Collected {
  return { plugin: origin, contribution }
}

function messageOf(contribution: unknown): string {
  const { accepted, failures } = check({ collected: [from(contribution)], failures: [] })
  expect(accepted).to.deep.equal([])
  return failures.map(({ error }) => error.message).join('\n')
}

describe('check', () => {
  it('accepts a contribution without mistakes, as it is', () => {
    const contribution = {
      api: '1.0',
      services: [service()],
      tiers: [tier()],
      resources: [resource()],
      checks: [{ id: 'a', title: 'A', run: async () => [] }],
      sinks: [{ id: 's', listen() {} }],
    }
    const { accepted, failures } = check({ collected: [from(contribution)], failures: [] })
    expect(failures.map(({ error }) => error.message)).to.deep.equal([])
    expect(accepted[0]?.contribution).to.equal(contribution)
  })

  const mistakes: Record<string, [contribution: unknown, message: string]> = {
    'nothing at all': [undefined, 'must return an object'],
    'no version': [{ services: [] }, "api: must be a version such as '1.0', not absent"],
    'an unknown key': [{ api: '1.0', service: [] }, "unknown key 'service'"],
    'a list that is none': [{ api: '1.0', services: {} }, 'services: expected array'],
    'an id that is not kebab-case': [
      { api: '1.0', services: [service({ id: 'My_Store' })] },
      'services.My_Store.id: must be kebab-case',
    ],
    'an unknown key of a service': [
      { api: '1.0', services: [service({ volume: {} })] },
      "services.store: unknown key 'volume'",
    ],
    'a config that is no function': [
      { api: '1.0', services: [service({ config: {} })] },
      'services.store.config: must be a function',
    ],
    'a config that makes no schema': [
      { api: '1.0', services: [service({ config: () => 1 })] },
      'services.store.config: must return a schema',
    ],
    'options that throw': [{ api: '1.0', tiers: [tier({ options: thrower })] }, 'tiers.base.options: throws: oh'],
    'options that are no object': [
      { api: '1.0', tiers: [tier({ options: (z: Z) => z.string() })] },
      'tiers.base.options: must be an object',
    ],
    'an option that is no camelCase': [
      { api: '1.0', tiers: [tier({ options: (z: Z) => z.object({ 'price-class': z.string().optional() }) })] },
      'tiers.base.options.price-class: must be camelCase',
    ],
    "an option that is gm's own": [
      { api: '1.0', tiers: [tier({ options: (z: Z) => z.object({ allowExpensive: z.boolean().default(false) }) })] },
      "tiers.base.options.allowExpensive: --allow-expensive is gm's own",
    ],
    'a switch for a value that the option does not take': [
      {
        api: '1.0',
        tiers: [
          tier({
            options: (z: Z) =>
              z.object({
                size: z
                  .enum(['s', 'm'])
                  .default('s')
                  .meta({ switches: { big: 'l' } }),
              }),
          }),
        ],
      },
      "tiers.base.options.size: the switch --big says 'l', which the option does not take",
    ],
    'a tier that needs what cannot be discovered': [
      { api: '1.0', tiers: [tier({ needs: () => ({ instance: { market: 'spot' }, hostedZone: true }) })] },
      "tiers.base.needs: unknown key 'hostedZone'",
    ],
    'a front without the proxy that encryption ends at': [
      { api: '1.0', tiers: [tier({ front: () => ({ tlsEnd: 'proxy', hops: 1, ports: [443] }) })] },
      'tiers.base.front: hops: must count the proxy',
    ],
    'a tier that publishes nonsense': [
      { api: '1.0', tiers: [tier({ publish: () => ({ url: 'here', fields: { 'Own-Field': 1 } }) })] },
      'tiers.base.publish: url:',
    ],
    'a tier that cannot publish while nothing is there': [
      { api: '1.0', tiers: [tier({ publish: thrower })] },
      'tiers.base.publish: throws: oh',
    ],
    'a probe on no port': [
      {
        api: '1.0',
        services: [service({ probes: [{ kind: 'tcp', port: 'grpc', timeoutSeconds: 1, critical: true }] })],
      },
      "probes.0: port 'grpc' is not declared",
    ],
    'a probe of no container': [
      {
        api: '1.0',
        services: [
          service({
            probes: [{ kind: 'exec', container: 'side', command: ['true'], timeoutSeconds: 1, critical: true }],
          }),
        ],
      },
      "probes: container 'side' is not declared",
    ],
    'an ingress on no port': [
      { api: '1.0', services: [service({ ingress: { port: 'web', health: '/' } })] },
      "ingress: port 'web' is not declared",
    ],
    'an offer on no port': [
      { api: '1.0', services: [service({ offers: { api: { port: 'web' } } })] },
      "offers.api: port 'web' is not declared",
    ],
    'an offer of no secret': [
      { api: '1.0', services: [service({ offers: { api: { port: 'http', secret: 'kye' } } })] },
      "offers.api: secret 'kye' is not declared",
    ],
    'a use without an offer': [
      { api: '1.0', services: [service({ uses: { db: 'postgres' } })] },
      'uses.db: must be <service>.<offer>',
    ],
    'a use of itself': [
      { api: '1.0', services: [service({ uses: { db: 'store.api' } })] },
      "uses.db: a service cannot use its own offer 'store.api'",
    ],
    'a use named as a secret': [
      { api: '1.0', services: [service({ uses: { key: 'postgres.database' } })] },
      "uses.key: it would share its name with the secret 'key'",
    ],
    'block storage that nothing saves': [
      { api: '1.0', services: [service({ hooks: {} })] },
      'volumes.data: block storage needs the hooks checkpoint and restore',
    ],
    'a script that is not there': [
      { api: '1.0', services: [service({ jobs: { owner: { run: new URL('./no.sh', import.meta.url) } } })] },
      'jobs.owner.run: there is no file',
    ],
    'a script by its path': [
      { api: '1.0', services: [service({ jobs: { owner: { run: '/no.sh' } } })] },
      'jobs.owner.run: must be the URL of a file',
    ],
    'an image without a version': [
      { api: '1.0', services: [container({ image: 'acme/store' })] },
      "containers.main: image 'acme/store' must name a version",
    ],
    'an image of the latest version': [
      { api: '1.0', services: [container({ image: 'localhost:5000/store:latest' })] },
      'must name a version',
    ],
    'a container without a memory limit': [
      { api: '1.0', services: [container({ memoryMiB: undefined })] },
      'containers.main.memoryMiB: expected number',
    ],
    'a port in a container': [
      { api: '1.0', services: [container({ ports: ['80:80'] })] },
      "containers.main: unknown key 'ports'",
    ],
    'an undeclared secret': [
      { api: '1.0', services: [container({ secrets: ['kye'] })] },
      "containers.main: secret 'kye' is not declared",
    ],
    'an undeclared volume': [
      { api: '1.0', services: [container({ volumes: { dta: '/x' } })] },
      "containers.main: volume 'dta' is not declared",
    ],
    'an undeclared file': [
      { api: '1.0', services: [container({ files: { cnf: '/x' } })] },
      "containers.main: file 'cnf' is not declared",
    ],
    'an undeclared container': [
      { api: '1.0', services: [container({ after: ['side'] })] },
      "containers.main: container 'side' is not declared",
    ],
    'no main container': [
      { api: '1.0', services: [service({ containers: () => ({ side: { image: 'a:1', memoryMiB: 1 } }) })] },
      "there must be one called 'main'",
    ],
    'an undeclared secret in a file': [
      {
        api: '1.0',
        services: [
          service({
            files: ({ secretValue }: { secretValue(name: string): string }) => ({
              conf: { text: secretValue('kye'), owner: 0 },
            }),
          }),
        ],
      },
      "it throws: secret 'kye' is neither in secrets nor in uses",
    ],
    'an optional use taken for granted': [
      {
        api: '1.0',
        services: [
          service({
            containers: ({ uses }: { uses: Record<string, { host: string }> }) => ({
              main: { image: `a:${uses['llm']!.host}`, memoryMiB: 1 },
            }),
          }),
        ],
      },
      'with its default config it throws',
    ],
    'an environment that is no text': [
      { api: '1.0', services: [container({ environment: { PORT: 80 } })] },
      'containers.main.environment.PORT: expected string',
    ],
    'a tier that builds nothing': [
      { api: '1.0', tiers: [tier({ build: undefined })] },
      'tiers.base.build: must be a function',
    ],
    'a resource of an unknown stage': [
      { api: '1.0', resources: [resource({ stage: 'attic' })] },
      'resources.bucket.stage:',
    ],
    'an item twice': [{ api: '1.0', tiers: [tier(), tier()] }, 'the tier base is there twice'],
    'two tiers that read one word in two ways': [
      {
        api: '1.0',
        tiers: [
          tier({ options: (z: Z) => z.object({ cache: z.boolean().default(false) }) }),
          tier({ id: 'other', options: (z: Z) => z.object({ cache: z.string().default('all') }) }),
        ],
      },
      'the option --cache of tier base is a switch, and a value to tier other of acme@1.0.0',
    ],
  }
  for (const [mistake, [contribution, message]] of Object.entries(mistakes)) {
    it(`refuses ${mistake}`, () => expect(messageOf(contribution)).to.contain(message).and.to.contain('acme@1.0.0'))
  }

  it('says everything that is wrong at once, a problem each', () => {
    const { failures } = check({
      collected: [from({ api: '1.0', services: [service({ id: 'A', title: '', ports: 1 })], extra: 1 })],
      failures: [],
    })
    expect(failures[0]?.error.problems.map(({ message }) => message)).to.have.length(4)
    expect(failures[0]?.error.hints).to.include('gm plugins uninstall acme')
  })

  it('asks no more than can be known of a service whose config has no default', () => {
    const strict = service({
      config: (z: Z) => z.object({ image: z.string() }),
      containers: () => {
        throw new Error('never called')
      },
    })
    expect(check({ collected: [from({ api: '1.0', services: [strict] })], failures: [] }).failures).to.deep.equal([])
  })

  describe('of two plugins with one id', () => {
    const other: Origin = { name: 'rival', version: '2.0.0', bundled: false }
    const bundled: Origin = { name: '@geuse/own', version: '0.1.0', bundled: true }
    const entry = (origin: Origin) => from({ api: '1.0', services: [service()] }, origin)

    it('refuses both, each naming the other, in any order', () => {
      for (const collected of [
        [entry(plugin), entry(other)],
        [entry(other), entry(plugin)],
      ]) {
        const { accepted, failures } = check({ collected, failures: [] })
        expect(accepted).to.deep.equal([])
        expect(failures.map(({ error }) => error.problems[0]?.message)).to.deep.equal([
          'the service store is also contributed by rival@2.0.0',
          'the service store is also contributed by acme@1.0.0',
        ])
      }
    })

    it('keeps the one that came with gm', () => {
      for (const collected of [
        [entry(plugin), entry(bundled)],
        [entry(bundled), entry(plugin)],
      ]) {
        const { accepted, failures } = check({ collected, failures: [] })
        expect(accepted.map((kept) => kept.plugin.name)).to.deep.equal(['@geuse/own'])
        expect(failures.map((failure) => failure.plugin.name)).to.deep.equal(['acme'])
      }
    })
  })

  it('asks a tier whose options have no default nothing yet', () => {
    const strict = tier({ options: (z: Z) => z.object({ zone: z.string() }), needs: thrower })
    expect(check({ collected: [from({ api: '1.0', tiers: [strict] })], failures: [] }).failures).to.deep.equal([])
  })

  it('keeps the tier that came with gm where another reads its word in another way', () => {
    const bundled: Origin = { name: '@geuse/own', version: '0.1.0', bundled: true }
    const rival = tier({ id: 'other', options: (z: Z) => z.object({ cache: z.boolean().default(false) }) })
    const own = tier({ options: (z: Z) => z.object({ cache: z.string().default('all') }) })
    const collected = [from({ api: '1.0', tiers: [rival] }), from({ api: '1.0', tiers: [own] }, bundled)]
    const { accepted, failures } = check({ collected, failures: [] })
    expect(accepted.map((kept) => kept.plugin.name)).to.deep.equal(['@geuse/own'])
    expect(failures.map(({ plugin: refused }) => refused.name)).to.deep.equal(['acme'])
  })
})
