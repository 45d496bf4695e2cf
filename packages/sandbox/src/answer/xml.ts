// XML answers as plain trees, so that what moto says can be corrected and written again.
import { XMLBuilder, XMLParser } from 'fast-xml-parser'

/** An element: its children by name, or its text. Lists are in `item` (EC2) or `member` (query protocol). */
export type XmlValue = string | XmlNode | XmlNode[] | string[]
/** An element with children. */
export interface XmlNode {
  [name: string]: XmlValue | undefined
}

const options = { ignoreAttributes: false, attributeNamePrefix: '@' } as const
const parser = new XMLParser({
  ...options,
  parseTagValue: false,
  isArray: (name) => name === 'item' || name === 'member',
})
const builder = new XMLBuilder({ ...options, suppressEmptyNode: true })

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a document. */
export function parseXml(body: string): XmlNode {
  return parser.parse(body) as XmlNode
}

/** Writes a document. */
export function buildXml(root: XmlNode): string {
  return builder.build(root) as string
}

/** The element under the XML declaration, with its name. */
export function rootOf(document: XmlNode): XmlNode {
  const entry = Object.entries(document).find(([name]) => !name.startsWith('?'))
  return isNode(entry?.[1]) ? entry[1] : {}
}

/** The child element of a name, or an empty one. */
export function child(node: XmlNode, name: string): XmlNode {
  const value = node[name]
  return isNode(value) ? value : {}
}

/** The text of a child element. */
export function leaf(node: XmlNode, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value : ''
}

/** The items of a list element. */
export function items(node: XmlNode, name: string): XmlNode[] {
  const value = child(node, name)['item']
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The members of a list element of the query protocol. */
export function members(node: XmlNode, name: string): XmlNode[] {
  const value = child(node, name)['member']
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The texts of a list element. */
export function leaves(node: XmlNode, name: string): string[] {
  const value = child(node, name)['item']
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
}

/** Elements of a name, be there one or several, where lists have neither `item` nor `member`. */
export function elements(node: XmlNode, name: string): XmlNode[] {
  return several(node[name]).filter(isNode)
}

/** Texts of a name, be there one or several. */
export function textsOf(node: XmlNode, name: string): string[] {
  return several(node[name]).filter((one): one is string => typeof one === 'string' && one !== '')
}

function several(value: XmlValue | undefined): (string | XmlNode | undefined)[] {
  return Array.isArray(value) ? value : [value]
}

/** A list element. */
export function listOf(entries: XmlNode[] | string[]): XmlValue {
  return entries.length === 0 ? '' : { item: entries }
}
