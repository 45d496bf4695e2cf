// Properties of the engine over random graphs, with the process dropped anywhere, answers lost and things visible late.
import { expect } from 'chai'
import fc from 'fast-check'
import {
  EngineWorld,
  failingAtTheEnd,
  idsOf,
  type Weather,
  type Work,
  type WorldGraph,
  type WorldNode,
} from '../testing/engine-world.js'
import { deploy } from './deploy.js'
import { destroy } from './destroy.js'
import { rollback } from './rollback.js'

interface Shape extends WorldGraph, Weather {
  /** At which ticks processes die, one after another. */
  readonly deaths: readonly number[]
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  nodes: fc.array(
    fc.record({
      kind: fc.constantFrom<WorldNode['kind'][]>('token', 'name', 'search', 'check'),
      data: fc.boolean(),
      deps: fc.array(fc.nat(6), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  deaths: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
  // A node is tried four times: whose every answer is lost ends the run, as it should.
  lost: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
  delay: fc.constantFrom(0, 3000),
})

const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 200) }

const runDeploy: Work = (run, steps) => deploy(run, steps)
const runDestroy: Work = (run) => destroy(run, { deleteData: true, leftovers: async () => [] })

const failThenRollBack: Work = async (run, steps) => {
  const error = await deploy(run, failingAtTheEnd(steps)).catch((thrown: unknown) => thrown)
  expect(error).to.have.property('code', 'UNHEALTHY')
  await rollback(run)
}

async function deployed(shape: Shape): Promise<EngineWorld> {
  const world = new EngineWorld(shape)
  for (const death of shape.deaths) await world.process('deploy', shape, runDeploy, death)
  expect(await world.process('deploy', shape, runDeploy)).to.equal(undefined)
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
        const world = new EngineWorld(shape)
        await world.process('deploy', shape, runDeploy, deployDeath)
        if ((await world.store.load('my-stack')) === undefined) return
        for (const death of shape.deaths) await world.process('destroy', shape, runDestroy, death)
        expect(await world.process('destroy', shape, runDestroy)).to.equal(undefined)
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
        expect(await world.process('destroy', shape, runDestroy)).to.equal(undefined)
        expect(await world.process('deploy', shape, runDeploy)).to.equal(undefined)
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
        expect(await world.process('deploy', shape, runDeploy)).to.equal(undefined)
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
        const world = new EngineWorld({ ...shape, lost: [] })
        await world.process('deploy', shape, runDeploy, death)
        const atStart = (await world.store.load('my-stack'))?.nodes ?? {}
        expect(await world.process('deploy', shape, failThenRollBack)).to.equal(undefined)
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
