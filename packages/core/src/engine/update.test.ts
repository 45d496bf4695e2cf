// Properties of updates over random graphs and random changes of them, with the process dropped anywhere.
import { expect } from 'chai'
import fc from 'fast-check'
import type { Outcome } from '@geuse/plugin-api'
import type { Thing } from '../testing/fake-cloud.js'
import {
  EngineWorld,
  failingAtTheEnd,
  idOf,
  idsOf,
  keepsData,
  type Work,
  type WorldGraph,
} from '../testing/engine-world.js'
import { graphOf, type Kinds, stories, type Story } from '../testing/update-stories.js'
import type { NodeRecord } from '../state/document.js'
import { deploy } from './deploy.js'
import { destroy } from './destroy.js'
import { rollback } from './rollback.js'
import { update } from './update.js'

const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 80) }

const runDeploy: Work = (run, steps) => deploy(run, steps)
const runUpdate: Work = (run, steps) => update(run, steps)
const runDestroy: Work = (run) => destroy(run, { deleteData: true, leftovers: async () => [] })

/** @returns what a thing was asked to be, by its node */
function described(world: EngineWorld): Record<string, unknown> {
  const nodeOf = (id: string): string => world.cloud.things.get(id)?.node ?? id
  const entries = [...world.cloud.things.values()].map(({ node, name, fixed, marks, on }) => [
    node,
    { kind: name.split('/').at(-1), fixed, marks: marks.toSorted(), on: [...new Set(on.map(nodeOf))].toSorted() },
  ])
  return Object.fromEntries(entries)
}

/** @returns what a graph asks for, in the same form */
function wanted(graph: WorldGraph): Record<string, unknown> {
  const isThere = (index: number): boolean => graph.nodes[index] !== undefined && graph.nodes[index].absent !== true
  const isBefore = (dep: number, index: number): boolean => (graph.upwards === true ? dep > index : dep < index)
  const groundOf = (index: number): number[] =>
    (graph.nodes[index]?.deps ?? [])
      .filter((dep) => isThere(dep) && isBefore(dep, index))
      .flatMap((dep) => (graph.nodes[dep]?.kind === 'check' ? groundOf(dep) : [dep]))
  const entries = graph.nodes.flatMap(({ kind, type, fixed, marks }, index) =>
    kind === 'check' || !isThere(index)
      ? []
      : [
          [
            idOf(index),
            {
              kind: type ?? `kind-${idOf(index)}`,
              fixed: fixed ?? 0,
              marks: (marks ?? []).toSorted(),
              on: [...new Set(groundOf(index))].map(idOf).toSorted(),
            },
          ] as const,
        ],
  )
  return Object.fromEntries(entries)
}

/** @param aside data that is not wanted any more */
function expectWanted(world: EngineWorld, graph: WorldGraph, aside: readonly string[]): void {
  const ids = idsOf(graph).toSorted()
  const isAside = (id: string): boolean => aside.includes(id) && !ids.includes(id)
  const things = Object.entries(described(world)).filter(([id]) => !isAside(id))
  expect(Object.fromEntries(things)).to.deep.equal(wanted(graph))
  expect(world.nodes().filter((id) => !isAside(id))).to.deep.equal(ids)
  expect(world.cloud.violations).to.deep.equal([])
}

async function deployed(story: Story, first: WorldGraph): Promise<EngineWorld> {
  const world = new EngineWorld(story)
  expect(await world.process('deploy', first, runDeploy)).to.equal(undefined)
  return world
}

/** @param aside data that is not wanted any more: it stays as it is, even where it may never have been made */
async function statusOf(world: EngineWorld, aside: readonly string[] = []): Promise<unknown> {
  const document = await world.store.load('my-stack')
  const rows = Object.entries(document?.nodes ?? {}).filter(
    ([key, { status }]) => status !== 'gone' && !aside.includes(key),
  )
  const isPending = ({ status, restore }: NodeRecord): boolean => status !== 'ready' || restore !== undefined
  return {
    status: document?.status,
    run: document?.run,
    rows: rows.map(([key]) => key).toSorted(),
    pending: rows.filter(([, row]) => isPending(row)).map(([key]) => key),
  }
}

describe('an update', function () {
  this.timeout(120_000)

  it('makes what is wanted of what is there, however often it is dropped and whatever was wanted meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const graphs = story.versions.map((version) => graphOf(story.kinds, version))
        const world = await deployed(story, graphs[0] as WorldGraph)
        for (const [index, graph] of graphs.slice(1).entries())
          for (const at of story.deaths[index] ?? []) await world.process('update', graph, runUpdate, at)
        const last = graphs.at(-1) as WorldGraph
        expect(await world.process('update', last, runUpdate)).to.equal(undefined)
        const rows = idsOf(last).toSorted()
        const aside = dataOf(story.kinds).filter((id) => !rows.includes(id))
        expectWanted(world, last, aside)
        expect(await statusOf(world, aside)).to.deep.equal({ status: 'running', run: null, rows, pending: [] })
      }),
      runs,
    )
  })

  it('clears away what an update that was cut off had begun, wherever that was', async () => {
    const graph = (...marks: number[]): WorldGraph => ({
      nodes: [{ kind: 'token', data: false, changes: true, deps: [], marks }],
    })
    for (const at of Array.from({ length: 30 }, (_none, tick) => tick + 1))
      for (const last of [graph(1), graph(3)]) {
        const world = new EngineWorld({ lost: [], delay: 0 })
        expect(await world.process('deploy', graph(1), runDeploy)).to.equal(undefined)
        await world.process('update', graph(2), runUpdate, at)
        expect(await world.process('update', last, runUpdate)).to.equal(undefined)
        expectWanted(world, last, [])
      }
  })

  it('is finished by a deploy once all is up', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.integer({ min: 40, max: 120 }), async (story, at) => {
        const [first, second] = story.versions.map((version) => graphOf(story.kinds, version)) as [
          WorldGraph,
          WorldGraph,
        ]
        const world = await deployed(story, first)
        await world.process('update', second, runUpdate, at)
        if ((await world.store.load('my-stack'))?.run !== null) return
        expect(await world.process('deploy', second, runDeploy)).to.equal(undefined)
        expectWanted(world, second, dataOf(story.kinds))
      }),
      runs,
    )
  })

  it('changes nothing where nothing else is wanted', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const graphs = story.versions.map((version) => graphOf(story.kinds, version))
        const world = await deployed(story, graphs[0] as WorldGraph)
        const last = graphs.at(-1) as WorldGraph
        expect(await world.process('update', last, runUpdate)).to.equal(undefined)
        const before = structuredClone(world.cloud.things)
        expect(await world.process('update', last, runUpdate)).to.equal(undefined)
        expect(world.cloud.things).to.deep.equal(before)
      }),
      runs,
    )
  })

  it('is undone by a rollback: the same things, as they were', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), async (story, deaths) => {
        const side = { ...story, kinds: story.kinds.map((kind) => ({ ...kind, single: false })) }
        const [first, ...others] = side.versions.map((version) => graphOf(side.kinds, version)) as [WorldGraph]
        const world = await deployed(side, first)
        const before = snapshot(world)
        await failedUpdates(world, side, others)
        if ((await world.store.load('my-stack'))?.run === null) return
        const outcome = await rolledBack(world, deaths)
        const after = snapshot(world)
        const made = [...after.keys()].filter((id) => !before.has(id))
        for (const id of made) {
          expect(dataOf(side.kinds)).to.include(world.cloud.things.get(id)?.node)
          after.delete(id)
        }
        expect(after).to.deep.equal(before)
        expect(outcome?.unrestored ?? []).to.deep.equal([])
        expect(world.cloud.violations).to.deep.equal([])
        const aside = dataOf(side.kinds)
        expect(await statusOf(world, aside)).to.deep.include({ status: 'running', run: null, pending: [] })
        const last = [first, ...others].at(-1) ?? first
        expect(await world.process('update', last, runUpdate)).to.equal(undefined)
        expectWanted(world, last, aside)
      }),
      runs,
    )
  })

  it('tells what a rollback could not bring back, and leaves nothing standing on what is gone', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), async (story, deaths) => {
        const [first, ...others] = story.versions.map((version) => graphOf(story.kinds, version)) as [WorldGraph]
        const world = await deployed(story, first)
        const before = snapshot(world)
        await failedUpdates(world, story, others)
        if ((await world.store.load('my-stack'))?.run === null) return
        const outcome = await rolledBack(world, deaths)
        if (outcome === undefined) return
        const told = new Map(outcome.unrestored.map(({ node, state }) => [node, state]))
        for (const thing of before.values())
          expect(stateOf(world, thing), thing.node).to.equal(told.get(thing.node) ?? 'as before')
        expect(world.cloud.violations).to.deep.equal([])
        if (told.size === 0) expect(world.nodes()).to.deep.equal([...new Set(world.nodes())])
        expect(await statusOf(world)).to.deep.include({ status: told.size === 0 ? 'running' : 'failed', run: null })
      }),
      runs,
    )
  })

  it('is not undone to where something stood on a thing that had to go', async () => {
    const weather = { lost: [], delay: 0 }
    const ground = { kind: 'token', data: false, single: true, deps: [] } as const
    const onIt = { kind: 'token', data: false, changes: true, deps: [0] } as const
    const world = new EngineWorld(weather)
    expect(await world.process('deploy', { nodes: [ground, onIt] }, runDeploy)).to.equal(undefined)
    const moved = {
      nodes: [
        { ...ground, fixed: 1 },
        { ...onIt, deps: [] },
      ],
    }
    const failing: Work = (run, steps) => update(run, failingAtTheEnd(steps))
    expect(await world.process('update', moved, failing)).to.have.property('code', 'UNHEALTHY')
    const outcome = await rolledBack(world, [])
    expect(outcome?.unrestored.map(({ node, state }) => [node, state])).to.deep.equal([
      ['node-0', 'changed'],
      ['node-1', 'changed'],
    ])
    expect(world.cloud.violations).to.deep.equal([])
    expectWanted(world, moved, [])
  })

  it('never takes another thing for one that holds data, nor what that stands on', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const graphs = story.versions.map((version) => graphOf(story.kinds, version, 'changed'))
        const world = await deployed(story, graphs[0] as WorldGraph)
        const data = dataIn(world, graphs[0] as WorldGraph)
        for (const [index, graph] of graphs.slice(1).entries()) {
          for (const at of story.deaths[index] ?? []) await world.process('update', graph, runUpdate, at)
          const error = await world.process('update', graph, runUpdate)
          if (error !== undefined) expect(error).to.have.property('code', 'STACK_DIFFERS')
          expect([...world.cloud.things.keys()]).to.include.members(data)
        }
        expect(world.cloud.violations).to.deep.equal([])
      }),
      runs,
    )
  })

  it('leaves nothing that a destroy does not find', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const [first, ...others] = story.versions.map((version) => graphOf(story.kinds, version)) as [WorldGraph]
        const world = await deployed(story, first)
        for (const [index, graph] of others.entries())
          for (const at of story.deaths[index] ?? []) await world.process('update', graph, runUpdate, at)
        for (const at of story.deaths[2] ?? []) await world.process('destroy', first, runDestroy, at)
        expect(await world.process('destroy', first, runDestroy)).to.equal(undefined)
        expect(world.nodes()).to.deep.equal([])
        expect(world.cloud.violations).to.deep.equal([])
      }),
      runs,
    )
  })
})

function dataOf(kinds: Kinds): string[] {
  return kinds.flatMap((kind, index) =>
    kind.kind !== 'check' && keepsData({ ...kind, deps: [] }) ? [idOf(index)] : [],
  )
}

function dataIn(world: EngineWorld, { nodes }: WorldGraph): string[] {
  const isOfData = ({ node }: Thing): boolean => nodes.some((one, index) => idOf(index) === node && keepsData(one))
  return [...world.cloud.things.values()].filter(isOfData).map(({ id }) => id)
}

/** What of a thing an update may change; its revision is only counted. */
function essence({ id, node, fixed, marks, on }: Thing) {
  return { id, node, fixed, marks: marks.toSorted(), on: on.toSorted() }
}

function snapshot(world: EngineWorld): Map<string, ReturnType<typeof essence>> {
  return new Map([...world.cloud.things].map(([id, thing]) => [id, essence(thing)]))
}

function stateOf(world: EngineWorld, before: ReturnType<typeof essence>): string {
  const now = world.cloud.things.get(before.id)
  if (now === undefined) return world.nodes().includes(before.node) ? 'changed' : 'gone'
  return JSON.stringify(before) === JSON.stringify(essence(now)) ? 'as before' : 'changed'
}

/** Updates that are dropped, and one that fails when all is up; some fail earlier by themselves. */
async function failedUpdates(world: EngineWorld, story: Story, graphs: readonly WorldGraph[]): Promise<void> {
  for (const [index, graph] of graphs.entries()) {
    for (const at of story.deaths[index] ?? []) {
      await world.process('update', graph, runUpdate, at)
      if ((await world.store.load('my-stack'))?.run === null) return
    }
  }
  const last = graphs.at(-1) as WorldGraph
  const error = await world.process('update', last, (run, steps) => update(run, failingAtTheEnd(steps)))
  expect(error).to.have.property('code', 'UNHEALTHY')
}

// The last rollback may have ended when its process died: then nobody hears what it did.
async function rolledBack(world: EngineWorld, deaths: readonly number[]): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined
  const runRollback: Work = async (run) => {
    if (run.document.run !== null) outcome = await rollback(run)
  }
  for (const at of deaths) await world.process('rollback', { nodes: [] }, runRollback, at)
  expect(await world.process('rollback', { nodes: [] }, runRollback)).to.equal(undefined)
  return outcome
}
