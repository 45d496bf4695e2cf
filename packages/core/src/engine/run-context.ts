// What one run works with: its id and operation, the document and the one way to change it, its events, its clock, and
// a context for each node. It knows neither cloud nor terminal: what a resource may call is put into its context by
// whoever starts the run.
import { randomUUID } from 'node:crypto'
import type { Clock, MakesFrom, Operation, ResourceContext, RunEvent, StackRef, Stage } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import { nodeOf } from '../state/generations.js'
import { type Change, nextAttempt } from '../state/node-records.js'
import type { StateWriter } from './state-writer.js'
import { token } from './token.js'

/** An event before run, stack and instant are added to it. */
export type EventInput = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, 'at' | 'run' | 'stack'>
    : never
  : never

/** A resource, and the plugin that brought it. */
export interface OwnedResource {
  readonly resource: MakesFrom<unknown, unknown>
  /** `name@version`, or `core`. */
  readonly plugin: string
}

/** What the engine is given by whoever starts a run. */
export interface EngineDeps {
  readonly writer: StateWriter
  readonly stack: StackRef
  readonly clock: Clock
  /** First interrupt: nothing new starts, waits end. */
  readonly signal: AbortSignal
  readonly emit: (event: RunEvent) => void
  /** Adds the cloud to a node's context. */
  readonly extendContext: (base: ResourceContext) => ResourceContext
  /** The resource of a type, or undefined when its plugin is not here. */
  readonly resourceOf: (type: string) => OwnedResource | undefined
  /** `name@version` of the plugin that brought a check of a type, or `core`. */
  readonly pluginOfCheck: (type: string) => string
  /** Nodes that are worked on at once. */
  readonly concurrency: number
  /** Milliseconds in which a thing that was made may still be invisible. */
  readonly visibilityWindow: number
}

/** One node at work: what its resource or check is called with. */
export interface NodeContext {
  readonly cx: ResourceContext
  /** Key of its row: its id, or that of a generation that was replaced. */
  readonly node: string
  readonly stage: Stage
}

/** One run of one operation on one stack. */
export class RunContext {
  readonly id = randomUUID()
  readonly deps: EngineDeps
  readonly operation: Operation
  readonly #startedAt: number
  readonly #turns = new Map<string, Promise<unknown>>()

  constructor(operation: Operation, deps: EngineDeps) {
    this.operation = operation
    this.deps = deps
    this.#startedAt = deps.clock.now()
  }

  /** The document as it is on disk. */
  get document(): Document {
    return this.deps.writer.document
  }

  /** @returns when the change is durable */
  commit(change: Change): Promise<void> {
    return this.deps.writer.commit(change)
  }

  /** ISO instant. */
  now(): string {
    return new Date(this.deps.clock.now()).toISOString()
  }

  /** Milliseconds since the run started. */
  elapsed(): number {
    return this.deps.clock.now() - this.#startedAt
  }

  /** Tells everybody who listens what happened. */
  emit(event: EventInput): void {
    this.deps.emit({ at: this.now(), run: this.id, stack: this.deps.stack.name, ...event } as RunEvent)
  }

  /** @returns `name@version` of the plugin that brought a type, or `core` */
  pluginOf(type: string): string {
    return this.deps.resourceOf(type)?.plugin ?? 'core'
  }

  /** Does one piece of work on a row at a time, in the order in which they were asked for. */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work)
    this.#turns.set(key, turn)
    return turn
  }

  /**
   * @param node key of its row
   * @param stage where its notes are shown
   * @param signal ends its waits: the run's, or that with a deadline
   */
  nodeContext(node: string, stage: Stage, signal: AbortSignal): NodeContext {
    const { stack, clock, extendContext } = this.deps
    const document = (): Document => this.document
    const base: ResourceContext = {
      stack,
      node: nodeOf(node),
      get generation() {
        return document().nodes[node]?.generation ?? 0
      },
      get token() {
        return token(stack.id, nodeOf(node), document().nodes[node] ?? { generation: 0, attempt: 0 })
      },
      nextToken: async (reason) => {
        this.emit({ type: 'node.noted', node, stage, text: reason })
        await this.commit(nextAttempt(node, this.now()))
        return base.token
      },
      signal,
      clock,
      note: (text, parts) =>
        this.emit({ type: 'node.noted', node, stage, text, ...(parts === undefined ? {} : { parts }) }),
    }
    return { cx: extendContext(base), node, stage }
  }
}
