// What is made of what: contributions under their tokens, a child for each run, and the end of both.
import type { Contribution, Orchestrator } from '@geuse/plugin-api'
import { expect } from 'chai'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clients } from './aws/client/clients.js'
import { readEnvironment } from './config/environment.js'
import { createContainer, hostOf, tokens } from './container.js'
import type { OrchestratorInputs } from './engine/orchestrator.js'
import { defaultSettings } from './state/settings.js'

type Container = ReturnType<typeof createContainer>

const connection = { region: 'eu-west-1' }
/** Nothing is run. */
const inputs = {} as OrchestratorInputs

const contribution = {
  api: '1.0',
  services: [
    {
      id: 'store',
      title: 'A store',
      config: (z) => z.object({}),
      ports: {},
      probes: [{ kind: 'exec', container: 'main', command: ['true'], timeoutSeconds: 5, critical: true }],
      containers: () => ({ main: { image: 'acme/store:1', memoryMiB: 64 } }),
    },
  ],
  tiers: [
    {
      id: 'base',
      title: 'Base',
      options: (z) => z.object({}),
      needs: () => ({ instance: { market: 'spot' } }),
      front: () => ({ tlsEnd: 'edge', hops: 1, ports: [443] }),
      build: () => ({ id: 'end' }),
      publish: () => ({ url: null }),
      orchestrate: (base) => ({ ...base, deploy: () => Promise.reject(new Error('wrapped')) }),
    },
  ],
  resources: [
    {
      type: 'bucket',
      stage: 'storage',
      iam: ['s3:CreateBucket'],
      idempotent: 'name',
      identity: () => ({}),
      find: async () => undefined,
      list: async () => [],
      create: async () => ({}),
      destroy: async () => undefined,
      seconds: { create: 5, destroy: 5 },
    },
  ],
  checks: [{ id: 'licence', title: 'A licence', run: async () => [] }],
  sinks: [{ id: 'pager', listen: () => undefined }],
} satisfies Contribution

describe('the container', () => {
  let folder: string
  let container: Container
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-container-'))
    const plugin = { name: 'acme', version: '1.0.0', type: 'user', hooks: { 'gm:contribute': [{}] } }
    container = createContainer({
      environment: await readEnvironment({ GEUSEMAKER_HOME: folder }),
      settings: defaultSettings(),
      plugins: {
        plugins: new Map([['acme', plugin]]),
        runHook: async () => ({ successes: [{ plugin, result: contribution }], failures: [] }),
      },
    })
  })
  afterEach(async () => {
    await container.dispose()
    await rm(folder, { recursive: true })
  })

  it('reads the registry from what is registered under each extension point', async () => {
    const registry = await hostOf(container).registry()
    registry.assertNoFailures()
    const shown = [registry.services, registry.tiers, registry.resources, registry.checks, registry.sinks]
    expect(shown.map((items) => [...items.keys()])).to.deep.equal([
      ['store'],
      ['base'],
      ['bucket'],
      ['licence'],
      ['pager'],
    ])
    expect(container.resolveAll(tokens.service).map(({ plugin }) => plugin.name)).to.deep.equal(['acme'])
  })

  it('has no token that nobody resolves', async () => {
    const resolved = recordResolved(container)
    const host = hostOf(container)
    const registry = await host.registry()
    const run = host.openRun(connection)
    await run.sinks()
    await run.orchestrator(registry.tiers.get('base')?.item, inputs)
    const { orchestrator, ...all } = tokens
    expect([...resolved]).to.include.members([...Object.values(all), orchestrator('base')])
  })

  it('wraps the orchestrator of a run by its tier, and of a tier that is not here by nobody', async () => {
    const host = hostOf(container)
    const { tiers } = await host.registry()
    const wrapped = await host.openRun(connection).orchestrator(tiers.get('base')?.item, inputs)
    await wrapped.deploy(new AbortController().signal).then(
      () => expect.fail('it was not wrapped'),
      (error: Error) => expect(error.message).to.equal('wrapped'),
    )
    const own: Orchestrator = await host.openRun(connection).orchestrator(undefined, inputs)
    expect(own.deploy).not.to.equal(wrapped.deploy)
  })

  it('tells contributed sinks of a run beside its own', async () => {
    const host = hostOf(container)
    await host.registry()
    expect((await host.openRun(connection).sinks()).map(({ id }) => id)).to.include.members(['log', 'pager'])
  })

  it('makes clients for each run, and closes those of all runs with itself, once', async () => {
    const opened: { region: string; closed: number }[] = []
    container.register(tokens.createClients, {
      useValue: ({ region }) => {
        const clients = { region, closed: 0 }
        opened.push(clients)
        return { close: () => void (clients.closed += 1) } as Clients
      },
    })
    const host = hostOf(container)
    const runs = ['eu-west-1', 'us-east-1'].map((region) => host.openRun({ region }))
    expect(runs[0]?.clients).not.to.equal(runs[1]?.clients)
    expect(opened.map(({ closed }) => closed)).to.deep.equal([0, 0])
    await container.dispose()
    expect(opened).to.deep.equal([
      { region: 'eu-west-1', closed: 1 },
      { region: 'us-east-1', closed: 1 },
    ])
  })

  it('is swapped piece by piece in a test', () => {
    const clock = { now: () => 0, sleep: async () => undefined }
    container.register(tokens.clock, { useValue: clock })
    const host = hostOf(container)
    expect(host.clock).to.equal(clock)
    expect(host.now()).to.equal('1970-01-01T00:00:00.000Z')
  })
})

/** Notes what is asked of a container and of the children that it makes. */
function recordResolved(container: Container): ReadonlySet<unknown> {
  const resolved = new Set<unknown>()
  const watch = (one: Container): Container => {
    const { resolve, resolveAll, createChildContainer } = one
    return Object.assign(one, {
      resolve: (...given: Parameters<typeof resolve>) => resolved.add(given[0]) && resolve.apply(one, given),
      resolveAll: (...given: Parameters<typeof resolveAll>) => resolved.add(given[0]) && resolveAll.apply(one, given),
      createChildContainer: () => watch(createChildContainer.call(one)),
    })
  }
  watch(container)
  return resolved
}
