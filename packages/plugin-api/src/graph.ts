// A graph is built by handing nodes to nodes: `deps` is both the edge and the type of what arrives, so a cycle cannot
// be written and a misspelt output does not compile.
import type { ChecksFrom, MakesFrom } from './resource.js'

declare const output: unique symbol

/** A handle to something that a run will know: a resource, a check, a given or a derived value. */
export interface Node<O> {
  readonly id: string
  /** Only a type: what arrives where this node is a dependency. */
  readonly [output]?: O
}

/** Nodes by the name under which their outputs arrive. */
export type Deps = Readonly<Record<string, Node<unknown>>>
/** The outputs of dependencies, by the same names. */
export type Outputs<D extends Deps> = { readonly [K in keyof D]: D[K] extends Node<infer O> ? O : never }

/** What a tier builds. Ids are part of the state format: renaming one is a migration. */
export interface Graph {
  /** A resource that the run makes, or finds again. @param props pure, from the outputs of `deps` */
  add<P, O, D extends Deps>(
    id: string,
    resource: MakesFrom<P, O>,
    deps: D,
    props: (outputs: Outputs<D>) => NoInfer<P>,
  ): Node<O>
  /** Something adopted: no row in the ledger, never changed, nothing to destroy. */
  given<T>(id: string, value: T): Node<T>
  /** A value computed from outputs. Pure; no branching on outputs that decides what is built. */
  derive<D extends Deps, T>(deps: D, compute: (outputs: Outputs<D>) => T): Node<T>
  /**
   * A value as it was read, without standing on what it is of: that may be destroyed first, or at the same time. For
   * what takes long to end, and would hold everything back that it was made with.
   */
  detached<T>(node: Node<T>): Node<T>
  /** Something that is looked at in every run. */
  check<P, O, D extends Deps>(
    id: string,
    check: ChecksFrom<P, O>,
    deps: D,
    props: (outputs: Outputs<D>) => NoInfer<P>,
  ): Node<O>
}
