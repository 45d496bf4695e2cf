// What is in the demo's account, as a boto3 script that asks moto tells it.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './root.mjs'

/** @returns {Promise<Record<string, { id: string }[]>>} things by type; the default network left out */
export async function inventory({ python, motoEndpoint }) {
  const script = join(root, 'test', 'support', 'inventory.py')
  const { stdout } = await promisify(execFile)(python, [script, motoEndpoint, 'us-east-1'])
  return JSON.parse(stdout)
}

/** @returns {Record<string, number>} how many of each type */
export function counted(things) {
  return Object.fromEntries(Object.entries(things).map(([type, list]) => [type, list.length]))
}

/** @returns {string[]} each thing in one line */
export function namesOf(things) {
  return Object.entries(things).flatMap(([type, list]) => list.map(({ id }) => `${type} ${id}`))
}

/** @returns {string[]} what there is more or less of than wanted, in words */
export function differences(there, wanted) {
  const types = [...new Set([...Object.keys(there), ...Object.keys(wanted)])]
  return types
    .filter((type) => (there[type] ?? 0) !== (wanted[type] ?? 0))
    .map((type) => `${type}: ${there[type] ?? 0}, not ${wanted[type] ?? 0}`)
}
