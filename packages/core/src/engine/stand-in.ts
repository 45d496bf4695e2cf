// What a plan puts in place of outputs that only a run can know. Props are pure functions of outputs and may not branch
// on them, so props made of stand-ins show which of them will be other ones.
import { type Change, unknownYet } from '@geuse/plugin-api'
import type { Json } from '../state/node-records.js'

const recorded = '(as it was recorded)'

/** What is planned for a node whose props cannot be told. */
export const unknownProps: readonly Change[] = [{ field: 'props', from: undefined, to: unknownYet, action: 'replace' }]

/** @returns outputs of a node that is not there yet: each field of them is unknown */
export function unknownOutputs(): unknown {
  return standIn(unknownYet)
}

/** @returns what a check found that will find the same again */
export function asRecorded(): unknown {
  return standIn(recorded)
}

function standIn(text: string): unknown {
  const field: object = new Proxy(
    {},
    {
      get: (_target, key) =>
        key === 'toJSON' || key === Symbol.toPrimitive || key === 'toString' ? () => text : field,
    },
  )
  return field
}

/**
 * @param outputs of a node that will be another, or changed
 * @param stable fields that stay
 * @returns outputs of the same shape, in which every other value is unknown
 */
export function unknownLike(outputs: unknown, stable: readonly string[]): unknown {
  if (Array.isArray(outputs)) return outputs.map((item) => unknownLike(item, []))
  if (typeof outputs !== 'object' || outputs === null) return unknownYet
  const entries = Object.entries(outputs)
  return Object.fromEntries(entries.map(([key, value]) => [key, stable.includes(key) ? value : unknownLike(value, [])]))
}

/** @returns props in which fields that may be as they were recorded hold what was recorded */
export function filledIn(props: Json, inputs: Json | undefined): Json {
  if (!isRecord(props) || !isRecord(inputs)) return props
  const entries = Object.entries(props).map(([key, value]): [string, Json] => {
    const there = inputs[key]
    return [key, there !== undefined && fits(value, there) ? there : value]
  })
  return Object.fromEntries(entries)
}

/** Whether a value is as it was recorded, where its stand-ins may be anything. */
function fits(value: Json, there: Json): boolean {
  const [first = '', ...rest] = JSON.stringify(value).replaceAll(`"${recorded}"`, recorded).split(recorded)
  const text = JSON.stringify(there)
  const last = rest.pop()
  if (last === undefined || !text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    at = text.indexOf(part, at)
    if (at < 0) return false
    at += part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

function isRecord(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
