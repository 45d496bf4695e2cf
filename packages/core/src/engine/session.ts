// What one run has in hand: its id, the journal, the voice, the clock, and a context for each node. It knows neither
// cloud nor terminal: what a resource may call is put into its context by whoever starts the run.
import { randomUUID } from 'node:crypto'
import type { Clock, MakesFrom, Operation, ResourceContext, RunEvent, StackRef, Stage } from '@geuse/plugin-api'
import { nextAttempt } from '../state/ledger.js'
import type { Journal } from './journal.js'
import { token } from './token.js'

/** An event as a node says it: run, stack and instant are added. */
export type Said = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at' | 'run' | 'stack'> : never) : never

/** A resource, and the plugin that brought it. */
export interface Registered {
  readonly resource: MakesFrom<unknown, unknown>
  readonly plugin: string
}

/** What a run is started with. */
export interface Ports {
  readonly journal: Journal
  readonly stack: StackRef
  readonly clock: Clock
  /** First interrupt: nothing new starts, waits end. */
  readonly signal: AbortSignal
  readonly emit: (event: RunEvent) => void
  /** Adds the cloud to a node's context. */
  readonly equip: (base: ResourceContext) => ResourceContext
  /** The resource of a type, or undefined when its plugin is not here. */
  readonly resourceOf: (type: string) => Registered | undefined
  /** `name@version` of the plugin that brought a check of a type, or `core`. */
  readonly pluginOfCheck: (type: string) => string
  /** Pieces of work at once. */
  readonly concurrency: number
  /** Milliseconds in which a thing that was made may still be invisible. */
  readonly visibilityWindow: number
}

/** One node at work. */
export interface Worker {
  readonly cx: ResourceContext
  readonly node: string
  readonly stage: Stage
}

/** See the head of this file. */
export class Session {
  readonly id = randomUUID()
  readonly ports: Ports
  readonly operation: Operation
  readonly #startedAt: number
  readonly #durations = new Map<string, number>()

  constructor(operation: Operation, ports: Ports) {
    this.operation = operation
    this.ports = ports
    this.#startedAt = ports.clock.now()
  }

  /** ISO instant. */
  now(): string {
    return new Date(this.ports.clock.now()).toISOString()
  }

  /** Milliseconds since the run started. */
  elapsed(): number {
    return this.ports.clock.now() - this.#startedAt
  }

  say(event: Said): void {
    this.ports.emit({ at: this.now(), run: this.id, stack: this.ports.stack.name, ...event } as RunEvent)
  }

  /** Remembers how long a node took, in milliseconds. */
  took(node: string, ms: number): void {
    this.#durations.set(node, ms)
  }

  /** @returns how long a node took, in milliseconds; 0 for one that did not run */
  durationOf(node: string): number {
    return this.#durations.get(node) ?? 0
  }

  /**
   * @param node id
   * @param stage where its notes are shown
   * @param signal ends its waits: the run's, or that with a deadline
   */
  worker(node: string, stage: Stage, signal: AbortSignal): Worker {
    const { journal, stack, clock } = this.ports
    const base: ResourceContext = {
      stack,
      node,
      get token() {
        return token(stack.id, node, journal.document.nodes[node] ?? { generation: 0, attempt: 0 })
      },
      nextToken: async (reason) => {
        this.say({ type: 'node.noted', node, stage, text: reason })
        await journal.commit(nextAttempt(node, this.now()))
        return base.token
      },
      signal,
      clock,
      note: (text) => this.say({ type: 'node.noted', node, stage, text }),
    }
    return { cx: this.ports.equip(base), node, stage }
  }
}
