// What a node was made from beside what is wanted of it now, and what that asks for. Props are compared as the ledger
// holds them: plain JSON, in any order of keys. Pure: a plan and a run decide by the same rules.
import type { Change, MakesFrom, Owner } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { nextGeneration } from '../state/generations.js'
import type { Json } from '../state/node-records.js'
import { digest } from './token.js'

/** What has to be done about a node that is there. */
export interface Decision {
  readonly action: 'same' | 'update' | 'replace'
  readonly changes: readonly Change[]
}

/** What is wanted of a node. */
export interface Wanted {
  readonly resource: MakesFrom<unknown, unknown>
  readonly props: unknown
  readonly owner: Pick<Owner, 'stack' | 'node'>
}

/** @returns a value as the ledger holds it */
export function recordable(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json
}

/** @returns whether two values are the same JSON */
export function isSame(one: unknown, other: unknown): boolean {
  return digest(one) === digest(other)
}

/** @returns all props that a row's thing may be made from: what an update that was cut off has done is not known */
export function madeFrom({ inputs, attempted = [] }: NodeRecord): object[] {
  return (inputs === undefined ? attempted : [inputs, ...attempted]) as object[]
}

/** @returns what other props ask for of a thing that is there */
export function decide(row: NodeRecord, wanted: Wanted): Decision {
  const { resource, props } = wanted
  if (row.type !== resource.type) return replaced([{ field: 'type', from: row.type, to: resource.type }])
  const changes = madeFrom(row).flatMap((made) => changesBetween(resource, made, props))
  if (changes.length === 0) return { action: 'same', changes }
  const inPlace =
    resource.update !== undefined &&
    changes.every(({ action }) => action === 'update') &&
    isCalled(row, wanted, row.generation)
  return inPlace ? { action: 'update', changes } : replaced(changes)
}

/**
 * Whether a generation of what is wanted is called what the thing that is there is called: as that was recorded, or as
 * this version of its kind calls it.
 */
function isCalled(row: NodeRecord, { resource, props, owner }: Wanted, generation: number): boolean {
  const name = resource.identity(props, { ...owner, generation })
  return (
    isSame(name, row.identity) ||
    madeFrom(row).some((made) => isSame(name, resource.identity(made, { ...owner, generation: row.generation })))
  )
}

/** Whether the last generation has to go before the next is made: its kind says so, or the next would have its name. */
export function goesFirst(row: NodeRecord, wanted: Wanted): boolean {
  const { type, idempotent, replace } = wanted.resource
  if (row.type !== type) return false
  return replace === 'destroy-first' || (idempotent === 'name' && isCalled(row, wanted, nextGeneration(row)))
}

function replaced(changes: readonly Omit<Change, 'action'>[]): Decision {
  return { action: 'replace', changes: changes.map((change) => ({ ...change, action: 'replace' })) }
}

function changesBetween(resource: MakesFrom<unknown, unknown>, made: object, props: unknown): readonly Change[] {
  if (isSame(made, props)) return []
  return resource.diff?.(made, props) ?? fieldsThatDiffer(made, recordable(props))
}

/** A kind that does not say otherwise is made anew for anything. */
function fieldsThatDiffer(made: object, wanted: Json): Change[] {
  const [before, after] = [fieldsOf(made), fieldsOf(wanted)]
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ field, from: before[field], to: after[field], action: 'replace' }))
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : { props: value }
}
