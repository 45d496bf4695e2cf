// The graph that a tier builds: handles on the outside, vertices with ids and edges inside. Values that are given or
// derived vanish from the work: their edges are flattened to the resources and checks that they stand on.
import {
  type ChecksFrom,
  type Deps,
  GmError,
  type Graph,
  type MakesFrom,
  type Node,
  type Outputs,
} from '@geuse/plugin-api'

type Made = ReadonlyMap<string, unknown>
type Compute = (made: Made) => unknown

interface Edges {
  /** Steps that must be finished first. */
  readonly deps: readonly string[]
  /** Resources that must outlive it: behind a check, those that the check stands on. */
  readonly standsOn: readonly string[]
}

interface Vertex extends Edges {
  readonly compute: Compute
}

/** One piece of work of a run. */
export type Step = Edges & {
  readonly id: string
  /** From the outputs of finished steps to the props of this one. Pure. */
  readonly props: (made: Made) => unknown
} & (
    | { readonly kind: 'resource'; readonly resource: MakesFrom<unknown, unknown> }
    | { readonly kind: 'check'; readonly check: ChecksFrom<unknown, unknown> }
  )

/** A resource's step. */
export type ResourceStep = Extract<Step, { kind: 'resource' }>
/** A check's step. */
export type CheckStep = Extract<Step, { kind: 'check' }>

const idPattern = /^[a-z][a-z0-9-]*$/

/** A graph while a tier writes it down; `steps()` is the work that comes of it. */
export class GraphBuilder implements Graph {
  readonly #steps: Step[] = []
  readonly #vertices = new Map<string, Vertex>()
  readonly #handles = new WeakSet<Node<unknown>>()

  add<P, O, D extends Deps>(
    id: string,
    resource: MakesFrom<P, O>,
    deps: D,
    props: (outputs: Outputs<D>) => P,
  ): Node<O> {
    const step = this.#step(id, deps, props)
    this.#steps.push({ ...step, kind: 'resource', resource: resource as MakesFrom<unknown, unknown> })
    return this.#handle(id, { deps: [id], standsOn: [id] }, (made) => made.get(id))
  }

  check<P, O, D extends Deps>(
    id: string,
    check: ChecksFrom<P, O>,
    deps: D,
    props: (outputs: Outputs<D>) => P,
  ): Node<O> {
    const step = this.#step(id, deps, props)
    this.#steps.push({ ...step, kind: 'check', check: check as ChecksFrom<unknown, unknown> })
    return this.#handle(id, { deps: [id], standsOn: step.standsOn }, (made) => made.get(id))
  }

  given<T>(id: string, value: T): Node<T> {
    this.#claim(id)
    return this.#handle(id, { deps: [], standsOn: [] }, () => value)
  }

  derive<D extends Deps, T>(deps: D, compute: (outputs: Outputs<D>) => T): Node<T> {
    return this.#handle(`~${this.#vertices.size}`, this.#flatten(deps), (made) => compute(this.#outputs(deps, made)))
  }

  detached<T>(node: Node<T>): Node<T> {
    const { deps, compute } = this.#vertex(node)
    return this.#handle(`~${this.#vertices.size}`, { deps, standsOn: [] }, compute)
  }

  /** @returns the work, in the order in which it was written down: dependencies first */
  steps(): readonly Step[] {
    return this.#steps
  }

  #step<D extends Deps>(
    id: string,
    deps: D,
    props: (outputs: Outputs<D>) => unknown,
  ): Edges & Pick<Step, 'id' | 'props'> {
    this.#claim(id)
    return { id, ...this.#flatten(deps), props: (made) => props(this.#outputs(deps, made)) }
  }

  #claim(id: string): void {
    if (!idPattern.test(id))
      throw new GmError('PLUGIN_INVALID', `"${id}" is no id for a node: lower-case letters, digits and dashes`)
    if (this.#vertices.has(id)) throw new GmError('PLUGIN_INVALID', `two nodes are called "${id}"`)
  }

  #handle<T>(id: string, edges: Edges, compute: Compute): Node<T> {
    this.#vertices.set(id, { ...edges, compute })
    const node: Node<T> = Object.freeze({ id })
    this.#handles.add(node)
    return node
  }

  #flatten(deps: Deps): Edges {
    const on = Object.values(deps).map((node) => this.#vertex(node))
    return {
      deps: [...new Set(on.flatMap((vertex) => vertex.deps))],
      standsOn: [...new Set(on.flatMap((vertex) => vertex.standsOn))],
    }
  }

  #outputs<D extends Deps>(deps: D, made: Made): Outputs<D> {
    const entries = Object.entries(deps).map(([name, node]) => [name, this.#vertex(node).compute(made)])
    return Object.fromEntries(entries) as Outputs<D>
  }

  #vertex(node: Node<unknown>): Vertex {
    const vertex = this.#handles.has(node) ? this.#vertices.get(node.id) : undefined
    if (vertex === undefined) throw new GmError('PLUGIN_INVALID', `"${node?.id}" is not a node of this graph`)
    return vertex
  }
}
