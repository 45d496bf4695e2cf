// Pure changes of the ledger. A row's life: creating → ready (→ updating → ready) → destroying → gone; it stays as
// `gone`, because its generation must never be used again: an idempotency token of a destroyed instance would give that
// instance back.
import type { Document, StateInput, NodeRecord } from './document.js'
import { forgotten, isReplaced, nextGeneration, setAside } from './generations.js'
import { project } from './projection.js'

/** Props or outputs as the ledger holds them: plain JSON. */
export type Json = Exclude<NodeRecord['inputs'], undefined>

/** What is fixed when a node's making is announced. */
export type Intent = Pick<NodeRecord, 'type' | 'plugin' | 'stage' | 'identity' | 'deps'> & {
  readonly keeps?: 'data' | undefined
  readonly inputs: Json
}

/** What came of a node: what it is made from, what it stands on, and its outputs. */
export interface Made {
  readonly outputs: Json
  readonly inputs: Json
  readonly deps: readonly string[]
}

/** A change of a document. */
export type Change = (document: Document) => Document

/**
 * @param id node
 * @param intent what is about to be made
 * @param since ISO instant
 * @param another whether its create is asked for something else than the last time, and so with another token
 * @returns the change that announces it: a first time, anew after it was gone, or once more when it was under way
 */
export function creating(id: string, intent: Intent, since: string, another = false): Change {
  return (document) => {
    const row = document.nodes[id]
    const base = rowOf(intent, since)
    if (row === undefined) return withRow(document, id, { ...base, generation: 0, attempt: 0 })
    if (row.status === 'creating')
      return withRow(document, id, { ...row, ...base, attempt: row.attempt + (another ? 1 : 0) })
    const next = { ...base, generation: nextGeneration(row), attempt: 0 }
    return withRow({ ...document, nodes: forgotten(document.nodes, id) }, id, next)
  }
}

/**
 * @param seen outputs of the thing that is replaced, where it was just seen
 * @returns the change that announces another generation beside the one that is there
 */
export function replacing(id: string, intent: Intent, since: string, seen: Json | undefined): Change {
  return (document) => {
    const row = known(id, document.nodes[id])
    const next = { ...rowOf(intent, since), generation: nextGeneration(row), attempt: 0 }
    return withRow({ ...document, nodes: setAside(document.nodes, id, row, seen) }, id, next)
  }
}

/**
 * @param wanted outputs as just seen; the props that it will be made from, and what it will stand on
 * @returns the change that announces a change in place; what it was before is kept until the update is over
 */
export function updating(id: string, { outputs, inputs, deps }: Made, since: string): Change {
  return onRow(id, (found) => {
    const row = known(id, found)
    const before = row.inputs === undefined ? null : { inputs: row.inputs, deps: row.deps }
    return {
      ...row,
      status: 'updating',
      outputs,
      attempted: [...(row.attempted ?? []), inputs],
      deps: [...new Set([...row.deps, ...deps])],
      restore: row.restore === undefined ? before : row.restore,
      since,
    }
  })
}

/** @returns the change that starts another attempt, with a token of its own */
export function nextAttempt(id: string, since: string): Change {
  return onRow(id, (row) => ({ ...known(id, row), attempt: known(id, row).attempt + 1, since }))
}

/** @returns the change that says what came of a node */
export function ready(id: string, { outputs, inputs, deps }: Made, since: string): Change {
  return onRow(id, (row) => {
    const { attempted: _attempted, ...rest } = known(id, row)
    return { ...rest, status: 'ready', outputs, inputs, deps: [...deps], since, made_at: rest.made_at ?? since }
  })
}

/** @returns the change that says that a node is again what it was before the update */
export function changedBack(id: string, made: Made, since: string): Change {
  return (document) => {
    const changed = ready(id, made, since)(document)
    const { restore: _restore, ...row } = known(id, changed.nodes[id])
    return withRow(changed, id, row)
  }
}

/** @returns the change that says that a node cannot be what it was before the update */
export function givenUp(id: string): Change {
  return (document) => {
    const row = document.nodes[id]
    return row === undefined || row.status === 'gone' ? document : withRow(document, id, { ...row, restore: null })
  }
}

/** @returns the change that announces a node's end */
export function destroying(id: string, since: string): Change {
  return onRow(id, (row) => ({ ...known(id, row), status: 'destroying', since }))
}

/** @returns the change that says that a node is no more; a generation that was replaced leaves nothing behind */
export function gone(id: string, since: string): Change {
  return (document) => {
    const { [id]: row, ...others } = forgotten(document.nodes, id)
    if (isReplaced(id)) return project({ ...document, nodes: others })
    const {
      outputs: _outputs,
      inputs: _inputs,
      attempted: _attempted,
      restore: _restore,
      made_at: _madeAt,
      ...rest
    } = known(id, row)
    return project({ ...document, nodes: { ...others, [id]: { ...rest, status: 'gone', since } } })
  }
}

/**
 * @param fields fields to replace; computed ones follow by themselves
 * @returns the change that replaces them
 */
export function setting(fields: Partial<StateInput>): Change {
  return (document) => project({ ...document, ...fields })
}

/** @returns the nodes that are up, and their generations */
export function readyNodes({ nodes }: Pick<Document, 'nodes'>): Record<string, number> {
  const ready = Object.entries(nodes).filter(([key, row]) => isUp(row) && !isReplaced(key))
  return Object.fromEntries(ready.map(([id, { generation }]) => [id, generation]))
}

/** @returns whether a row's thing was made and nobody is about to remove it */
export function isUp({ status }: Pick<NodeRecord, 'status'>): boolean {
  return status === 'ready' || status === 'updating'
}

function rowOf({ keeps, ...intent }: Intent, since: string): Omit<NodeRecord, 'generation' | 'attempt'> {
  return { ...intent, ...(keeps === undefined ? {} : { keeps }), status: 'creating', since }
}

function onRow(id: string, change: (row: NodeRecord | undefined) => NodeRecord): Change {
  return (document) => withRow(document, id, change(document.nodes[id]))
}

function withRow(document: Document, id: string, row: NodeRecord): Document {
  return project({ ...document, nodes: { ...document.nodes, [id]: row } })
}

function known(id: string, row: NodeRecord | undefined): NodeRecord {
  if (row === undefined) throw new Error(`the ledger has no node ${id}`)
  return row
}
