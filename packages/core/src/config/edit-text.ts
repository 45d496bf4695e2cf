// One option of a file, changed where it stands: whatever else a person wrote there, comments and order too, stays as
// it is. JSON knows no comments, and is written as everybody writes it.
import { parseDocument } from 'yaml'

/** @param path of a file. @returns whether it is JSON, by its name */
function isJson(path: string): boolean {
  return path.endsWith('.json')
}

/**
 * @param file its path, which says whether it is JSON or YAML
 * @param text what it holds; may be empty
 * @param at keys from the outermost to the one that is changed
 * @param value undefined takes the key out, and what is empty without it
 * @returns what it is to hold
 * @throws Error for a text that is neither
 */
export function editText(file: string, text: string, at: readonly string[], value: unknown): string {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) throw error
  if (value === undefined) takeOut(document, at)
  // A value of one word takes the place of another in its node, with the comment beside it.
  else document.setIn(at, Array.isArray(value) ? document.createNode(value) : value)
  if (isJson(file)) return `${JSON.stringify(document.toJS() ?? {}, null, 2)}\n`
  return document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) })
}

/**
 * @param text of a file
 * @param at keys from the outermost inwards
 * @returns whether it says anything there
 */
export function saysAnything(text: string, at: readonly string[]): boolean {
  return parseDocument(text).hasIn(at)
}

type Editable = Pick<ReturnType<typeof parseDocument>, 'deleteIn' | 'getIn'>

function takeOut(document: Editable, at: readonly string[]): void {
  document.deleteIn(at)
  const above = at.slice(0, -1)
  const left = above.length === 0 ? undefined : document.getIn(above)
  if (isEmptyMap(left)) takeOut(document, above)
}

function isEmptyMap(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'items' in node && (node.items as readonly unknown[]).length === 0
}
