// What becomes of a deploy that fails: by itself, by its user, by its time; and that the limit is the one asked for.
import { expect } from 'chai'
import type { Orchestrator, Outcome } from '@geuse/plugin-api'
import { GmError } from '@geuse/plugin-api'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeRecord } from '../../state/document.js'
import { homeAt } from '../../state/home.js'
import { defaultSettings } from '../../state/settings.js'
import { MemoryStore } from '../../testing/memory-store.js'
import { sampleDocument } from '../../testing/sample-document.js'
import { VirtualClock } from '../../testing/virtual-clock.js'
import { deploy } from './deploy.js'
import type { Host } from '../host.js'
import type { PreparedChange } from './prepare.js'

type Deploying = (signal: AbortSignal) => Promise<Outcome>

const never: Deploying = (signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

describe('a deploy that fails', () => {
  let root: string
  let calls: string[]
  const clock = new VirtualClock()

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gm-deploy-'))
    calls = []
  })
  afterEach(() => rm(root, { recursive: true }))

  async function failure(
    deploying: Deploying,
    config: object,
    {
      document = sampleDocument(),
      clients = {},
    }: Partial<Pick<PreparedChange, 'document'>> & { clients?: object } = {},
  ): Promise<GmError> {
    const orchestrator = {
      deploy: deploying,
      rollback: async () => void calls.push('rollback'),
    } as unknown as Orchestrator
    const registry = { resources: new Map(), sinks: new Map(), tiers: new Map() }
    const host = {
      home: homeAt(root),
      store: new MemoryStore(),
      settings: defaultSettings(),
      clock,
      now: () => '2026-01-01T00:00:00.000Z',
    } as unknown as Host
    const prepared = {
      standing: 'create',
      config: { rollback: true, rollbackTimeout: 15, ...config },
      document,
      steps: [],
      scope: { clients, sinks: async () => [], orchestrator: async () => orchestrator },
      registry,
      tier: {},
    }
    const { signal } = new AbortController()
    return deploy.run(host, prepared as unknown as PreparedChange, { listen: () => undefined, signal }).then(
      () => expect.fail('it did not fail'),
      (error: GmError) => error,
    )
  }

  const broken: Deploying = () => Promise.reject(new GmError('UNHEALTHY', 'n8n does not answer'))

  it('is rolled back, and says how to go on', async () => {
    const error = await failure(broken, {})
    expect(error).to.include({ code: 'UNHEALTHY', message: 'n8n does not answer' })
    expect(error.hints.join('\n')).to.contain('gm deploy my-stack').and.to.contain('gm destroy my-stack')
    expect(calls).to.deep.equal(['rollback'])
  })

  it('is left as it is with --no-rollback', async () => {
    expect((await failure(broken, { rollback: false })).hints[0]).to.contain('gm deploy my-stack')
    expect(calls).to.deep.equal([])
  })

  it('is left as it is when its user stopped it or its lock was lost', async () => {
    for (const code of ['INTERRUPTED', 'LOCK_LOST', 'STATE_STALE', 'STORAGE_FULL'] as const) {
      expect((await failure(() => Promise.reject(new GmError(code, 'x')), {})).code).to.equal(code)
    }
    expect(calls).to.deep.equal([])
  })

  it('has failed when its time is over, and is rolled back', async () => {
    const started = clock.now()
    const error = await failure(never, { rollbackTimeout: 7 })
    expect(error.code).to.equal('TIMED_OUT')
    expect(error.message).to.contain('7 minutes')
    expect(clock.now() - started).to.equal(7 * 60_000)
    expect(calls).to.deep.equal(['rollback'])
  })

  const instance: NodeRecord = {
    type: 'instance',
    plugin: 'core',
    stage: 'instance',
    status: 'ready',
    generation: 0,
    attempt: 0,
    identity: {},
    deps: [],
    outputs: { instanceId: 'i-1' },
    since: '2026-01-01T00:00:00.000Z',
  }
  const withInstance = sampleDocument({ nodes: { instance } })

  it('is not taken down by its time when EC2 and its probes call it healthy', async () => {
    const error = await failure(never, {}, { document: withInstance, clients: awsThatSees('running', true) })
    expect(error.code).to.equal('TIMED_OUT')
    expect(error.message).to.contain('nothing was removed')
    expect(error.hints).to.include.members(['gm status my-stack', 'gm deploy my-stack   # goes on from here'])
    expect(calls).to.deep.equal([])
  })

  it('is taken down when one of them does not, or when it failed by itself', async () => {
    await failure(never, {}, { document: withInstance, clients: awsThatSees('running', false) })
    await failure(never, {}, { document: withInstance, clients: awsThatSees('stopped', true) })
    await failure(
      never,
      {},
      {
        document: withInstance,
        clients: {
          connection: {},
          ec2: () => Promise.reject(new Error('no answer')),
          ssm: () => Promise.reject(new Error('no answer')),
        },
      },
    )
    await failure(broken, {}, { document: withInstance, clients: awsThatSees('running', true) })
    expect(calls).to.deep.equal(['rollback', 'rollback', 'rollback', 'rollback'])
  })
})

/** Clients that see one instance in a state, whose only probe answers or not. */
function awsThatSees(state: string, ok: boolean): object {
  const probe = { service: 'n8n', kind: 'http', critical: true, ok, ms: 5, error: ok ? null : 'HTTP 503' }
  const StandardOutputContent = JSON.stringify({ at: '2026-01-01T00:00:00.000Z', probes: [probe], containers: [] })
  return {
    connection: { region: 'us-east-1' },
    ec2: async () => ({
      paginateDescribeInstances: async function* () {
        yield { Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: state } }] }] }
      },
    }),
    ssm: async () => ({
      sendCommand: async () => ({ Command: { CommandId: 'c-1' } }),
      getCommandInvocation: async () => ({ Status: 'Success', StandardOutputContent }),
    }),
  }
}
