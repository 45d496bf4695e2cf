// A world for properties of the engine: a cloud, a store and a clock that outlive the processes in it, which may die at
// any call and any write.
import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChecksFrom, GmError, type MakesFrom, type Node, type Operation, type RunEvent } from '@geuse/plugin-api'
import { GraphBuilder, type Step } from '../engine/graph.js'
import { RunContext } from '../engine/run-context.js'
import { StateWriter } from '../engine/state-writer.js'
import { FakeCloud } from './fake-cloud.js'
import { type FakeKind, fakeResource } from './fake-resource.js'
import { MemoryStore } from './memory-store.js'
import { sampleDocument } from './sample-document.js'
import { VirtualClock } from './virtual-clock.js'

/** One node of a graph: how its resource is found again; or a check, which makes nothing. */
export interface WorldNode extends Partial<Pick<FakeKind, 'changes' | 'rooted' | 'single' | 'type'>> {
  readonly kind: FakeKind['kind'] | 'check'
  readonly data: boolean
  /** Whether it keeps data although it stands on something. */
  readonly standing?: boolean
  /** Nodes that it stands on, by their place in the graph. */
  readonly deps: readonly number[]
  readonly fixed?: number
  readonly marks?: readonly number[]
  /** Whether it is left out of the graph. */
  readonly absent?: boolean
}

/** A graph; nodes stand on those before them, or with `upwards` on those after them. */
export interface WorldGraph {
  readonly nodes: readonly WorldNode[]
  readonly upwards?: boolean
}

/** What the cloud does to its callers. */
export interface Weather {
  /** Which mutating calls lose their answers, counted from the start. */
  readonly lost: readonly number[]
  /** Milliseconds until a made thing can be seen. */
  readonly delay: number
}

/** What stands behind a node: the thing that it made; of a check, all that it stands on. */
type Made = readonly { readonly id: string; readonly revision: number }[]

const passing: ChecksFrom<Made, Made> = {
  type: 'passing',
  stage: 'health',
  iam: [],
  seconds: 1,
  deadline: 60,
  run: async (_cx, made) => made,
}

/** How a process ended that was dropped. */
const dead = new Error('the process is dead')

/** What one process does. */
export type Work = (run: RunContext, steps: readonly Step[]) => Promise<unknown>

/** @returns id of a node by its place */
export function idOf(index: number): string {
  return `node-${index}`
}

/** @returns ids of the nodes of a graph that make something */
export function idsOf({ nodes }: WorldGraph): string[] {
  return nodes.flatMap(({ kind, absent }, index) => (kind === 'check' || absent === true ? [] : [idOf(index)]))
}

/** Data stands on nothing where it is not said otherwise, so that nothing has to stay for it. */
export function keepsData({ data, deps, standing = false }: WorldNode): boolean {
  return data && (standing || deps.length === 0)
}

/** Cloud, store and clock; and what happened in them. */
export class EngineWorld {
  readonly clock = new VirtualClock()
  readonly events: RunEvent[] = []
  readonly cloud: FakeCloud
  readonly store: MemoryStore
  readonly #process = new AsyncLocalStorage<{ ticksLeft: number; readonly die: () => void }>()
  readonly #resources = new Map<string, MakesFrom<unknown, unknown>>()
  #mutations = 0

  constructor({ lost, delay }: Weather) {
    this.cloud = new FakeCloud({
      now: () => this.clock.now(),
      around: () => this.#tick(),
      delay,
      loses: () => lost.includes(this.#mutations++),
    })
    this.store = new MemoryStore(() => this.#tick())
  }

  /** Runs one process; it may die after a number of ticks. @returns its error, if it ended with one */
  async process(operation: Operation, graph: WorldGraph, work: Work, death?: number): Promise<unknown> {
    return new Promise((resolve) => {
      const life = { ticksLeft: death ?? Number.POSITIVE_INFINITY, die: () => resolve(dead) }
      void this.#process.run(life, () => this.#run(operation, graph, work).then(() => resolve(undefined), resolve))
    })
  }

  async #run(operation: Operation, graph: WorldGraph, work: Work): Promise<void> {
    const document = await this.store.load('my-stack')
    const writer = new StateWriter(
      document ?? sampleDocument(),
      (next) => this.store.save(next),
      () => new Date(this.clock.now()).toISOString(),
    )
    const steps = this.steps(graph)
    const run = new RunContext(operation, {
      writer,
      stack: { name: 'my-stack', id: sampleDocument().stack_id, region: 'us-east-1', accountId: '123456789012' },
      clock: this.clock,
      signal: new AbortController().signal,
      emit: (event) => this.events.push(event),
      extendContext: (base) => base,
      resourceOf: (type) => {
        const resource = this.#resources.get(type)
        return resource === undefined ? undefined : { resource, plugin: 'core' }
      },
      pluginOfCheck: () => 'core',
      concurrency: 3,
      visibilityWindow: 10_000,
    })
    await work(run, steps)
  }

  /** @returns the work of a graph */
  steps({ nodes, upwards = false }: WorldGraph): readonly Step[] {
    const builder = new GraphBuilder()
    const handles = new Map<number, Node<Made>>()
    const indices = nodes.map((_node, index) => index)
    for (const index of upwards ? indices.toReversed() : indices) {
      const node = nodes[index]
      if (node === undefined || node.absent === true) continue
      const on = [...new Set(node.deps)].flatMap((dep) => {
        const handle = handles.get(dep)
        return handle === undefined ? [] : [[`d${dep}`, handle] as const]
      })
      handles.set(index, this.#add(builder, idOf(index), node, Object.fromEntries(on)))
    }
    return builder.steps()
  }

  #add(builder: GraphBuilder, id: string, node: WorldNode, on: Readonly<Record<string, Node<Made>>>): Node<Made> {
    if (node.kind === 'check') return builder.check(id, passing, on, (outputs) => Object.values(outputs).flat())
    const { type = `kind-${id}`, fixed = 0, marks = [] } = node
    const resource = fakeResource(this.cloud, {
      ...node,
      type,
      kind: node.kind,
      ...(keepsData(node) ? { keeps: 'data' as const } : {}),
    })
    this.#resources.set(type, resource as MakesFrom<unknown, unknown>)
    const made = builder.add(id, resource, on, (outputs) => {
      const ground = Object.values(outputs).flat()
      return {
        on: ground.map(({ id: thing }) => thing),
        revisions: ground.map(({ revision }) => revision),
        fixed,
        marks,
      }
    })
    return builder.derive({ made }, ({ made: outputs }) => [outputs])
  }

  // A dead process does nothing any more: it neither goes on nor fails.
  async #tick(): Promise<void> {
    const life = this.#process.getStore()
    if (life === undefined || (life.ticksLeft -= 1) > 0) return
    life.die()
    await new Promise(() => undefined)
  }

  /** @returns the node of each thing, in order */
  nodes(): string[] {
    return [...this.cloud.things.values()].map(({ node }) => node).toSorted()
  }
}

/** @returns steps that end with a check that fails once the others are done */
export function failingAtTheEnd(steps: readonly Step[]): readonly Step[] {
  const builder = new GraphBuilder()
  const fail = (): Promise<never> => Promise.reject(new GmError('UNHEALTHY', 'it does not answer'))
  const check = { type: 'broken', stage: 'health', iam: [], seconds: 1, deadline: 10, run: fail } as const
  builder.check('broken', check, {}, () => ({}))
  return [...steps, ...builder.steps().map((step) => ({ ...step, deps: steps.map(({ id }) => id) }))]
}
