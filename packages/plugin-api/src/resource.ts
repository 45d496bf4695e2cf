// A resource is a kind of cloud thing as four small verbs (and two optional ones). The engine owns the loop around
// them: intent written, find, create if missing, sync always, outcome written. So a resource never asks "is it there?".
import type { Stage } from './event.js'

/** Time, injected so that waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The stack that a node belongs to. */
export interface StackRef {
  readonly name: string
  /** UUID made once per stack: what makes a thing ours. */
  readonly id: string
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
}

/** What the engine gives to every verb; the host adds its cloud clients. */
export interface ResourceContext {
  readonly stack: StackRef
  /** Id of the node in its graph. */
  readonly node: string
  /** Idempotency token of this node's present generation and attempt: at most 64 characters, hexadecimal. */
  readonly token: string
  /**
   * Starts another attempt, durably, and gives its token: for a create with other parameters (spot → on-demand) or
   * after one that came back empty. Tokens that were handed out are burnt.
   */
  nextToken(reason: string): Promise<string>
  /** Aborts waits: at an interrupt or when the node's deadline passes. Calls in flight are let finish. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Tells the user what is going on or waited for. */
  note(text: string): void
}

/** What `list` is given: the context of no node in particular. */
export type ListContext<Cx extends ResourceContext = ResourceContext> = Omit<
  ResourceContext,
  'node' | 'token' | 'nextToken'
> &
  Omit<Cx, keyof ResourceContext>

/** A thing of a stack that is there, whether or not anybody recorded it. */
export interface Listed<I = unknown, O = unknown> {
  /** As the cloud names it. */
  readonly id: string
  /** Node that it was made for, where the thing says so. */
  readonly node?: string
  /** What it is where it is not of the resource's own type, but came with it: the `volume` of an instance. */
  readonly kind?: string
  /** What `destroy` takes; without, it cannot be removed by itself. */
  readonly known?: { readonly identity: I; readonly observed: O }
}

/** One difference between what is there and what is asked for. */
export interface Change {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
  readonly action: 'update' | 'replace'
}

/** Expected durations in seconds: they order the work, make the critical path and set deadlines. */
export interface Durations<P> {
  readonly create: number | ((props: P) => number)
  readonly destroy: number
}

/**
 * A kind of cloud thing. P: what it is made from; I: what finds it when nothing else is known; O: what came of it.
 * I and O are plain JSON without secrets: they are written to the state document.
 */
export interface Resource<P, I, O, Cx extends ResourceContext = ResourceContext> {
  /** Kebab-case, unique among all plugins; part of the state format. */
  readonly type: string
  readonly stage: Stage
  /** IAM actions that its verbs need. */
  readonly iam: readonly string[]
  /** How a create whose answer was lost is found again. `search` waits a visibility window before another is made. */
  readonly idempotent: 'token' | 'name' | 'search'
  /** Survives failed deploys, rollbacks and a plain destroy. */
  readonly keeps?: 'data'
  /** What `find` needs when nothing else is known; stored before anything is made. */
  identity(props: P, owner: Pick<ResourceContext, 'stack' | 'node'>): I
  /** Looks by recorded output first, then by identity. Not found is `undefined`; access denied is an error. Several: only for `search`. */
  find(cx: Cx, known: { readonly identity: I; readonly seen?: O }): Promise<O | readonly O[] | undefined>
  /** The one call that makes the thing. */
  create(cx: Cx, props: P): Promise<O>
  /** Puts back what is missing (attachments, rules, policies); never changes a value that is there. */
  sync?(cx: Cx, observed: O, props: P): Promise<O>
  /** What `plan` shows; only an update acts on it. */
  diff?(observed: O, props: P): readonly Change[]
  /**
   * Lists what of this type is there and provably of the stack, by the stack's tags or by names that hold its id; what
   * is on its way out does not count. It is asked when a stack was destroyed, and when its document was lost.
   */
  list(cx: ListContext<Cx>): Promise<readonly Listed<I, O>[]>
  /** Deletes and waits until it is gone; what is gone already counts as deleted. */
  destroy(cx: Cx, known: { readonly identity: I; readonly observed: O }): Promise<void>
  readonly seconds: Durations<P>
  /** How the thing is called on a screen: an id or an address. */
  label?(observed: O): string
}

/** Something that is looked at in every run, is never rolled back and has no row in the ledger: boot, healthy. */
export interface Check<P, O, Cx extends ResourceContext = ResourceContext> {
  readonly type: string
  readonly stage: Stage
  readonly iam: readonly string[]
  /** Expected duration and deadline in seconds. */
  readonly seconds: number
  readonly deadline: number
  run(cx: Cx, props: P): Promise<O>
}

/** Keeps the types of a resource's verbs in step. */
export function defineResource<P, I, O, Cx extends ResourceContext = ResourceContext>(
  resource: Resource<P, I, O, Cx>,
): Resource<P, I, O, Cx> {
  return resource
}

/** What only its own resource looks into: its identity, its context. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one place: a graph holds resources of every identity and context
type Opaque = any
/** A resource as a graph sees it: from props to output. */
export type MakesFrom<P, O> = Resource<P, Opaque, O, Opaque>
/** A check as a graph sees it. */
export type ChecksFrom<P, O> = Check<P, O, Opaque>
