// A plan says what the run then does, over random stories of updates.
import { expect } from 'chai'
import fc from 'fast-check'
import { isGmError, type NodeOutcome, type Plan, type PlannedAction } from '@geuse/plugin-api'
import { EngineWorld, type Weather, type Work, type WorldGraph } from '../testing/engine-world.js'
import { graphOf, stories } from '../testing/update-stories.js'
import { deploy } from './deploy.js'
import type { Step } from './graph.js'
import { plan } from './plan.js'
import type { RunContext } from './run-context.js'
import { update } from './update.js'

const actions: Readonly<Partial<Record<NodeOutcome, PlannedAction>>> = {
  created: 'create',
  found: 'keep',
  updated: 'update',
  replaced: 'replace',
  passed: 'check',
  destroyed: 'delete',
}
/** From what is harmless to what is not. */
const gravity: readonly PlannedAction[] = ['check', 'keep', 'update', 'create', 'replace', 'delete', 'refused']

function planned(run: RunContext, steps: readonly Step[], operation: 'deploy' | 'update' = 'update'): Promise<Plan> {
  const contextFor = (node: string) => run.nodeContext(node, 'network', run.deps.signal).cx
  return plan({ operation, steps, document: run.document, stack: run.deps.stack, contextFor })
}

interface PlannedAndDone {
  readonly planned: Readonly<Record<string, PlannedAction>>
  readonly done: Readonly<Record<string, PlannedAction>>
  readonly error: unknown
}

/** Deploys the first graph, plans the second, and updates to it. */
async function planAndUpdate(weather: Weather, graphs: readonly WorldGraph[]): Promise<PlannedAndDone> {
  const world = new EngineWorld({ delay: weather.delay, lost: [] })
  const [first, second] = graphs as [WorldGraph, WorldGraph]
  expect(await world.process('deploy', first, (run, steps) => deploy(run, steps))).to.equal(undefined)
  await world.clock.sleep(60_000)
  let said: Plan = { steps: [] }
  const work: Work = async (run, steps) => {
    const before = structuredClone(world.cloud.things)
    said = await planned(run, steps)
    expect(world.cloud.things).to.deep.equal(before)
    world.events.length = 0
    await update(run, steps)
  }
  const error = await world.process('update', second, work)
  const ended = world.events.flatMap((event) =>
    event.type === 'node.finished' && !event.node.includes('@') ? [[event.node, actions[event.outcome]]] : [],
  )
  const done = Object.fromEntries(ended) as PlannedAndDone['done']
  return { planned: Object.fromEntries(said.steps.map(({ node, action }) => [node, action])), done, error }
}

describe('a plan', function () {
  this.timeout(120_000)

  it('says what the update does to each node', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const kinds = story.kinds.map(({ kind, ...rest }) => ({
          ...rest,
          kind: kind === 'check' ? 'token' : kind,
          single: false,
        }))
        const { planned, done, error } = await planAndUpdate(
          story,
          story.versions.map((version) => graphOf(kinds, version)),
        )
        expect(error).to.equal(undefined)
        expect(done).to.deep.equal(planned)
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60) },
    )
  })

  it('knows which outputs an update in place leaves as they are', async () => {
    const ground = { kind: 'token', data: false, changes: true, deps: [] } as const
    const rooted = { kind: 'token', data: false, changes: true, rooted: true, deps: [0] } as const
    const graphs = [{ nodes: [ground, rooted] }, { nodes: [{ ...ground, marks: [1] }, rooted] }]
    const { planned, done } = await planAndUpdate({ lost: [], delay: 0 }, graphs)
    expect(planned).to.deep.equal({ 'node-0': 'update', 'node-1': 'update' })
    expect(done).to.deep.equal(planned)
  })

  it('knows what has to go because something that it stands on goes first', async () => {
    const ground = { kind: 'token', data: false, single: true, deps: [] } as const
    const onIt = { kind: 'token', data: false, changes: true, deps: [0] } as const
    const graphs = [{ nodes: [ground, onIt] }, { nodes: [{ ...ground, fixed: 1 }, onIt] }]
    const { planned, done } = await planAndUpdate({ lost: [], delay: 0 }, graphs)
    expect(planned).to.deep.equal({ 'node-0': 'replace', 'node-1': 'replace' })
    expect(done).to.deep.equal({ 'node-0': 'replace', 'node-1': 'create' })
  })

  it('says nothing too harmless where something has to go before the next is made', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const graphs = story.versions.map((version) => graphOf(story.kinds, version, 'changed'))
        const { planned, done, error } = await planAndUpdate(story, graphs)
        if (isGmError(error)) expect(Object.values(planned)).to.include('refused')
        else
          for (const [node, action] of Object.entries(done))
            expect(gravity.indexOf(planned[node] ?? 'keep'), `${node}: ${planned[node]}, ${action}`).to.be.at.least(
              gravity.indexOf(action),
            )
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60) },
    )
  })
})
