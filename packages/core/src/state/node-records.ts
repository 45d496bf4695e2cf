// Pure changes of the ledger. A row's life: creating → ready → destroying → gone; it stays as `gone`, because its
// generation must never be used again: an idempotency token of a destroyed instance would give that instance back.
import type { Document, StateInput, NodeRecord } from './document.js'
import { project } from './projection.js'

/** What is fixed when a node's making is announced. */
export type Intent = Pick<NodeRecord, 'type' | 'plugin' | 'stage' | 'identity' | 'deps'> & {
  readonly keeps?: 'data' | undefined
}

/** A change of a document. */
export type Change = (document: Document) => Document

/**
 * @param id node
 * @param intent what is about to be made
 * @param since ISO instant
 * @returns the change that announces it: a first time, anew after it was gone, or once more when it was under way
 */
export function creating(id: string, intent: Intent, since: string): Change {
  return onRow(id, (row) => {
    const { keeps, ...rest } = intent
    const base = { ...rest, ...(keeps === undefined ? {} : { keeps }), status: 'creating' as const, since }
    if (row === undefined) return { ...base, generation: 0, attempt: 0 }
    const anew = row.status !== 'creating'
    return { ...base, generation: row.generation + (anew ? 1 : 0), attempt: anew ? 0 : row.attempt }
  })
}

/** @returns the change that starts another attempt, with a token of its own */
export function nextAttempt(id: string, since: string): Change {
  return onRow(id, (row) => ({ ...known(id, row), attempt: known(id, row).attempt + 1, since }))
}

/** @returns the change that says what came of a node */
export function ready(id: string, outputs: unknown, propsDigest: string, since: string): Change {
  return onRow(id, (row) => ({
    ...known(id, row),
    status: 'ready',
    outputs: outputs as Exclude<NodeRecord['outputs'], undefined>,
    props_digest: propsDigest,
    since,
  }))
}

/** @returns the change that announces a node's end */
export function destroying(id: string, since: string): Change {
  return onRow(id, (row) => ({ ...known(id, row), status: 'destroying', since }))
}

/** @returns the change that says that a node is no more */
export function gone(id: string, since: string): Change {
  return onRow(id, (row) => {
    const { outputs: _outputs, props_digest: _propsDigest, ...rest } = known(id, row)
    return { ...rest, status: 'gone', since }
  })
}

/**
 * @param fields fields to replace; computed ones follow by themselves
 * @returns the change that replaces them
 */
export function setting(fields: Partial<StateInput>): Change {
  return (document) => project({ ...document, ...fields })
}

/** @returns ids of the nodes that are ready */
export function readyNodes(document: Pick<Document, 'nodes'>): string[] {
  return Object.keys(document.nodes).filter((id) => document.nodes[id]?.status === 'ready')
}

function onRow(id: string, change: (row: NodeRecord | undefined) => NodeRecord): Change {
  return (document) => project({ ...document, nodes: { ...document.nodes, [id]: change(document.nodes[id]) } })
}

function known(id: string, row: NodeRecord | undefined): NodeRecord {
  if (row === undefined) throw new Error(`the ledger has no node ${id}`)
  return row
}
