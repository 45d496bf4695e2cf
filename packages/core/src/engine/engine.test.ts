// Properties of the engine over random graphs, with the process dropped anywhere, answers lost and things visible late.
import { AsyncLocalStorage } from 'node:async_hooks'
import { expect } from 'chai'
import fc from 'fast-check'
import { type ChecksFrom, GmError, type Node, type Operation, type RunEvent } from '@geuse/plugin-api'
import { sampleDocument } from '../testing/sample-document.js'
import { FakeCloud, fakeResource } from '../testing/fake-cloud.js'
import { MemoryStore } from '../testing/memory-store.js'
import { VirtualClock } from '../testing/virtual-clock.js'
import { deploy } from './deploy.js'
import { destroy, rollback } from './destroy.js'
import { GraphBuilder } from './graph.js'
import { RunContext } from './run-context.js'
import { StateWriter } from './state-writer.js'

/** How a resource is found again; or a check, which makes nothing. */
type Kind = 'token' | 'name' | 'search' | 'check'

interface Shape {
  readonly nodes: readonly { readonly kind: Kind; readonly data: boolean; readonly deps: readonly number[] }[]
  /** At which ticks processes die, one after another. */
  readonly deaths: readonly number[]
  /** Which mutating calls lose their answers, counted from the start. */
  readonly lost: readonly number[]
  readonly delay: number
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  nodes: fc.array(
    fc.record({
      kind: fc.constantFrom<Kind[]>('token', 'name', 'search', 'check'),
      data: fc.boolean(),
      deps: fc.array(fc.nat(6), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  deaths: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
  lost: fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
  delay: fc.constantFrom(0, 3000),
})

/** What stands behind a node: the thing that it made; of a check, all that it stands on. */
type Ids = readonly string[]

const passing: ChecksFrom<Ids, Ids> = {
  type: 'passing',
  stage: 'health',
  iam: [],
  seconds: 1,
  deadline: 60,
  run: async (_cx, ids) => ids,
}

const runs = { numRuns: 300 }
const dead = new Error('the process is dead')

/** A world that outlives its processes: cloud, store, clock; and what happened in it. */
class World {
  readonly clock = new VirtualClock()
  readonly events: RunEvent[] = []
  readonly cloud: FakeCloud
  readonly store: MemoryStore
  readonly #shape: Shape
  readonly #process = new AsyncLocalStorage<{ ticksLeft: number; readonly die: () => void }>()
  #mutations = 0

  constructor(shape: Shape) {
    this.#shape = shape
    this.cloud = new FakeCloud({
      now: () => this.clock.now(),
      around: () => this.#tick(),
      delay: shape.delay,
      loses: () => shape.lost.includes(this.#mutations++),
    })
    this.store = new MemoryStore(() => this.#tick())
  }

  /** Runs one process; it may die after a number of ticks. @returns its error, if it ended with one */
  async process(
    work: (run: RunContext, builder: GraphBuilder) => Promise<unknown>,
    operation: Operation,
    death?: number,
  ): Promise<unknown> {
    return new Promise((resolve) => {
      const life = { ticksLeft: death ?? Number.POSITIVE_INFINITY, die: () => resolve(dead) }
      void this.#process.run(life, () => this.#run(work, operation).then(() => resolve(undefined), resolve))
    })
  }

  async #run(work: (run: RunContext, builder: GraphBuilder) => Promise<unknown>, operation: Operation): Promise<void> {
    const document = await this.store.load('my-stack')
    const writer = new StateWriter(
      document ?? sampleDocument(),
      (next) => this.store.save(next),
      () => new Date(this.clock.now()).toISOString(),
    )
    const { builder, resources } = this.#graph()
    const run = new RunContext(operation, {
      writer,
      stack: { name: 'my-stack', id: sampleDocument().stack_id, region: 'us-east-1', accountId: '123456789012' },
      clock: this.clock,
      signal: new AbortController().signal,
      emit: (event) => this.events.push(event),
      extendContext: (base) => base,
      resourceOf: (type) => resources.get(type),
      pluginOfCheck: () => 'core',
      concurrency: 3,
      visibilityWindow: 10_000,
    })
    await work(run, builder)
  }

  #graph(): { builder: GraphBuilder; resources: Map<string, { resource: never; plugin: string }> } {
    const builder = new GraphBuilder()
    const handles: Node<Ids>[] = []
    const resources = new Map<string, { resource: never; plugin: string }>()
    for (const [index, { kind, data, deps }] of this.#shape.nodes.entries()) {
      const id = `node-${index}`
      const on = Object.fromEntries(
        deps.filter((dep) => dep < index).map((dep) => [`d${dep}`, handles[dep] as Node<Ids>]),
      )
      if (kind === 'check') {
        handles.push(builder.check(id, passing, on, (outputs) => Object.values(outputs).flat()))
        continue
      }
      const keeps = data && deps.length === 0
      const resource = fakeResource(this.cloud, {
        type: `kind-${index}`,
        kind,
        ...(keeps ? { keeps: 'data' as const } : {}),
      })
      resources.set(resource.type, { resource: resource as never, plugin: 'core' })
      const made = builder.add(id, resource, on, (outputs) => ({ on: Object.values(outputs).flat() }))
      handles.push(builder.derive({ made }, ({ made }) => [made.id]))
    }
    return { builder, resources }
  }

  // A dead process does nothing any more: it neither goes on nor fails.
  async #tick(): Promise<void> {
    const life = this.#process.getStore()
    if (life === undefined || (life.ticksLeft -= 1) > 0) return
    life.die()
    await new Promise(() => undefined)
  }

  nodes(): string[] {
    return [...this.cloud.things.values()].map(({ node }) => node).toSorted()
  }
}

function runDeploy(run: RunContext, builder: GraphBuilder): Promise<unknown> {
  return deploy(run, builder.steps())
}

function runDestroy(run: RunContext): Promise<unknown> {
  return destroy(run, { deleteData: true, leftovers: async () => [] })
}

async function failThenRollBack(run: RunContext, builder: GraphBuilder, ids: readonly string[]): Promise<void> {
  const fail = (): Promise<never> => Promise.reject(new GmError('UNHEALTHY', 'it does not answer'))
  const check = { type: 'broken', stage: 'health', iam: [], seconds: 1, deadline: 10, run: fail } as const
  builder.check('broken', check, {}, () => ({}))
  const steps = builder.steps().map((step) => (step.id === 'broken' ? { ...step, deps: ids } : step))
  const error = await deploy(run, steps).catch((thrown: unknown) => thrown)
  expect(error).to.have.property('code', 'UNHEALTHY')
  await rollback(run, 'deploy_failed')
}

/** Nodes that make something. */
function idsOf(shape: Shape): string[] {
  return shape.nodes.flatMap(({ kind }, index) => (kind === 'check' ? [] : [`node-${index}`]))
}

async function deployed(shape: Shape): Promise<World> {
  const world = new World(shape)
  for (const death of shape.deaths) await world.process(runDeploy, 'deploy', death)
  expect(await world.process(runDeploy, 'deploy')).to.equal(undefined)
  return world
}

describe('the engine', function () {
  this.timeout(120_000)

  it('converges however often a deploy is dropped: each thing once, settled, nothing before what it stands on', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const world = await deployed(shape)
        expect(world.nodes()).to.deep.equal(idsOf(shape))
        expect([...world.cloud.things.values()].every(({ settled }) => settled)).to.equal(true)
        expect(world.cloud.violations).to.deep.equal([])
        expect((await world.store.load('my-stack'))?.status).to.equal('running')
      }),
      runs,
    )
  })

  it('leaves nothing however often deploy and destroy are dropped, and destroys nothing under a dependent', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 80 }), async (shape, deployDeath) => {
        const world = new World(shape)
        await world.process(runDeploy, 'deploy', deployDeath)
        if ((await world.store.load('my-stack')) === undefined) return
        for (const death of shape.deaths) await world.process(runDestroy, 'destroy', death)
        expect(await world.process(runDestroy, 'destroy')).to.equal(undefined)
        expect(world.nodes()).to.deep.equal([])
        expect(world.cloud.violations).to.deep.equal([])
      }),
      runs,
    )
  })

  it('makes everything anew after a destroy, with tokens of its own', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const world = await deployed(shape)
        expect(await world.process(runDestroy, 'destroy')).to.equal(undefined)
        expect(await world.process(runDeploy, 'deploy')).to.equal(undefined)
        expect(world.nodes()).to.deep.equal(idsOf(shape))
      }),
      runs,
    )
  })

  it('repairs what vanished, once, and touches nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(6), async (shape, pick) => {
        const world = await deployed({ ...shape, deaths: [] })
        const before = new Map(world.cloud.things)
        const victim = [...before.keys()][pick % before.size] as string
        world.cloud.things.delete(victim)
        await world.clock.sleep(60_000)
        expect(await world.process(runDeploy, 'deploy')).to.equal(undefined)
        expect(world.nodes()).to.deep.equal(idsOf(shape))
        const kept = [...before.keys()].filter((id) => id !== victim)
        expect([...world.cloud.things.keys()]).to.include.members(kept)
      }),
      runs,
    )
  })

  it('rolls back exactly what the run made, data excepted', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 60 }), async (shape, death) => {
        const world = new World({ ...shape, lost: [] })
        await world.process(runDeploy, 'deploy', death)
        const atStart = (await world.store.load('my-stack'))?.nodes ?? {}
        expect(await world.process((run, builder) => failThenRollBack(run, builder, idsOf(shape)), 'deploy')).to.equal(
          undefined,
        )
        const after = await world.store.load('my-stack')
        const expected = idsOf(shape).filter(
          (id) => atStart[id]?.status === 'ready' || after?.nodes[id]?.keeps === 'data',
        )
        expect(world.nodes()).to.deep.equal(expected)
        expect(world.cloud.violations).to.deep.equal([])
        expect(after?.status).to.equal('failed')
      }),
      runs,
    )
  })

  it('ends every node.started, and run.finished is the last of its run', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const world = await deployed({ ...shape, deaths: [] })
        const ended = world.events.filter(({ type }) => type === 'node.finished' || type === 'node.failed').length
        expect(world.events.filter(({ type }) => type === 'node.started').length).to.equal(ended)
        expect(world.events.at(-1)?.type).to.equal('run.finished')
      }),
      runs,
    )
  })
})
