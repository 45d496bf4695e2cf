// A resource is a kind of cloud thing as four small verbs (and some optional ones). The engine owns the loop around
// them: intent written, find, create if missing, sync always, outcome written. So a resource never asks "is it there?".
import type { CostItem } from './cost.js'
import type { NodePart, Stage } from './event.js'

/** Time, injected so that waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** What an organisation demands of everything that is made in its account; a resource applies what concerns it. */
export interface Governance {
  /** Tags beside those of the stack. */
  readonly tags?: Readonly<Record<string, string>>
  /** ARN of the policy that bounds every role that is made. */
  readonly permissionsBoundary?: string
  /** ARN of the key that encrypts disks, files and secrets, instead of AWS's own. */
  readonly kmsKey?: string
}

/** The stack that a node belongs to. */
export interface StackRef {
  readonly name: string
  /** UUID made once per stack: what makes a thing ours. */
  readonly id: string
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
  readonly governance?: Governance
}

/** What the engine gives to every verb; the host adds its cloud clients. */
export interface ResourceContext {
  readonly stack: StackRef
  /** Id of the node in its graph. */
  readonly node: string
  /**
   * Raised each time the node's thing is made anew. Where two may be there side by side, names and tags hold it:
   * the next generation is made before the last one goes.
   */
  readonly generation: number
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
  /** Tells the user what is going on or waited for. @param parts of it that can be shown by themselves */
  note(text: string, parts?: readonly NodePart[]): void
}

/** What `list` is given: the context of no node in particular. */
export type ListContext<Cx extends ResourceContext = ResourceContext> = Omit<
  ResourceContext,
  'node' | 'generation' | 'token' | 'nextToken'
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

/** One difference between what a thing was made from and what is wanted: what a plan shows as the reason. */
export interface Change {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
  /** Whether the thing can be changed in place, or another has to be made. Of several changes, the gravest decides. */
  readonly action: 'update' | 'replace'
}

/** Props as they are recorded: plain JSON, of which an older version of the plugin may have recorded less. */
export type Recorded<P> = { readonly [K in keyof P]?: P[K] }

/** Expected durations in seconds: they order the work, make the critical path and set deadlines. */
export interface Durations<P> {
  readonly create: number | ((props: P) => number)
  /** Of a change in place; without it, as long as a create. */
  readonly update?: number
  readonly destroy: number
}

/** Whose thing an identity is for. */
export type Owner = Pick<ResourceContext, 'stack' | 'node' | 'generation'>

/**
 * A kind of cloud thing. P: what it is made from; I: what finds it when nothing else is known; O: what came of it.
 * All three are plain JSON without secrets: they are written to the state document.
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
  identity(props: P, owner: Owner): I
  /**
   * Looks by recorded output first, then by identity. Not found is `undefined`; access denied is an error. Several:
   * only for `search`.
   */
  find(cx: Cx, known: { readonly identity: I; readonly seen?: O }): Promise<O | readonly O[] | undefined>
  /** The one call that makes the thing. */
  create(cx: Cx, props: P): Promise<O>
  /** Puts back what is missing (attachments, rules, policies); never changes a value that is there. */
  sync?(cx: Cx, observed: O, props: P): Promise<O>
  /**
   * Asks, and changes nothing. What `sync` would put back, as a plan shows it: `from` what is there now, `to` what it
   * will be.
   * @param made what it was made from
   */
  drift?(cx: Cx, observed: O, made: Recorded<P>): Promise<readonly Change[]>
  /**
   * Pure. What an update has to do about other props, and what a plan shows; nothing: they mean the same. Without it,
   * and for another identity, other props mean another thing.
   * @param made what it was made from
   */
  diff?(made: Recorded<P>, props: P): readonly Change[]
  /**
   * Changes the thing in place, as `diff` said that it can: all that `props` asks for is there afterwards, and what
   * only `made` asked for is gone. Asked again after a crash, so it goes on from wherever it was.
   * @param made what it may be made from: the props recorded last, and those of updates that were cut off
   */
  update?(cx: Cx, observed: O, props: P, made: readonly Recorded<P>[]): Promise<O>
  /**
   * Outputs that an update in place leaves as they are, so that a plan can tell what it means for those that use them.
   */
  readonly stable?: readonly (keyof O & string)[]
  /**
   * Which of two generations comes first when one replaces the other: the next is made (`create-first`, which is the
   * rule), or the last one and all that stands on it is destroyed, for kinds of which there cannot be two. Kinds that
   * are found by a name which is the same in the next generation are always `destroy-first`.
   */
  readonly replace?: 'create-first' | 'destroy-first'
  /**
   * Lists what of this type is there and provably of the stack, by the stack's tags or by names that hold its id; what
   * is on its way out does not count. It is asked when a stack was destroyed, and when its document was lost.
   */
  list(cx: ListContext<Cx>): Promise<readonly Listed<I, O>[]>
  /**
   * Takes it out of use so that it is not billed, or less; what it holds is kept, and `sync` brings it back. Without
   * it, a stack that is stopped keeps the thing as it is.
   * @param options `force`: also where something that is not copied would be lost
   * @returns what is left of it; nothing where it could only be ended
   */
  stop?(
    cx: Cx,
    known: { readonly identity: I; readonly observed: O },
    options: { readonly force: boolean },
  ): Promise<O | undefined>
  /** Deletes and waits until it is gone; what is gone already counts as deleted. */
  destroy(cx: Cx, known: { readonly identity: I; readonly observed: O }): Promise<void>
  readonly seconds: Durations<P>
  /** How the thing is called on a screen: an id or an address. */
  label?(observed: O): string
  /**
   * Pure. What AWS bills for one; nothing where it is free.
   * @param made what it is made from; before it is made, values that only a run knows are `unknownYet`
   * @param observed what came of it, once it is there
   */
  costs?(made: Recorded<P>, observed?: Recorded<O>): readonly CostItem[]
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
  /** What was found, in a few words for a screen, where there is something to say. */
  label?(found: O): string | undefined
}

/** Keeps the types of a resource's verbs in step. */
export function defineResource<P, I, O, Cx extends ResourceContext = ResourceContext>(
  resource: Resource<P, I, O, Cx>,
): Resource<P, I, O, Cx> {
  return resource
}

/** What only its own resource looks into: its identity, its context. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a graph holds resources of every kind
type Opaque = any
/** A resource as a graph sees it: from props to output. */
export type MakesFrom<P, O> = Resource<P, Opaque, O, Opaque>
/** A check as a graph sees it. */
export type ChecksFrom<P, O> = Check<P, O, Opaque>
