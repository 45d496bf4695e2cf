// The query protocol of EC2, IAM and STS: `Filter.1.Value.2=x` to nested parameters and back again.
import type { Param, Params } from './params.js'

type Tree = { [name: string]: Tree | string }

function plant(tree: Tree, path: string[], value: string): void {
  const [head = '', ...rest] = path
  if (rest.length === 0) {
    tree[head] = value
    return
  }
  const next = tree[head]
  const branch: Tree = typeof next === 'object' ? next : {}
  tree[head] = branch
  plant(branch, rest, value)
}

function settle(tree: Tree | string): Param {
  if (typeof tree === 'string') return tree
  const names = Object.keys(tree)
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => settle(tree[name] ?? ''))
  }
  return Object.fromEntries(names.map((name) => [name, settle(tree[name] ?? '')]))
}

/** A form body as nested parameters; names that are numbers become lists. */
export function parseForm(body: string): Params {
  const tree: Tree = {}
  for (const [name, value] of new URLSearchParams(body)) plant(tree, name.split('.'), value)
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, settle(value)]))
}

/** Nested parameters as `name=value` pairs, lists counted from one. */
export function flatten(value: Param, path = ''): [string, string][] {
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap((entry, index) => flatten(entry, `${path}.${index + 1}`))
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, entry]) => flatten(entry, path === '' ? name : `${path}.${name}`))
  return [[path, String(value)]]
}

/** Nested parameters as a form body. */
export function formBody(operation: string, version: string, params: Params): string {
  return new URLSearchParams([['Action', operation], ['Version', version], ...flatten(params)]).toString()
}
