// The reference of what scripts read, made from the schemas of `packages/core/src/output`: a JSON schema for each
// command, a table of them, the events of a run, and the failures; and what the sandbox emulates.
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { root } from './root.mjs'
import { firstLine, table } from './markdown.mjs'

/** Exit codes by whose fault a failure is. */
const exitCodes = { user: 2, cloud: 3, plugin: 4, interrupted: 130, bug: 1 }

const { errorReference, event, events, failure, outputs } = await import(
  pathToFileURL(join(root, 'packages/core/dist/entries/output.js')).href
)

const [{ specText }, { operations }] = await Promise.all([sandbox('spec'), sandbox('table')])

/** @returns {Record<string, string>} every file that is made as a whole, by its path from the root */
export function wholeFiles() {
  return { ...schemaFiles(), 'packages/sandbox/SPEC.md': specText(operations) }
}

/** @returns {Record<string, string>} the schemas as files, by their paths from the root */
function schemaFiles() {
  const all = { ...Object.fromEntries(Object.entries(outputs).map(([id, { json }]) => [id, json])), failure, event }
  return Object.fromEntries(
    Object.entries(all).map(([id, schema]) => [`docs/reference/${fileOf(id)}`, schemaText(schema)]),
  )
}

function sandbox(module) {
  return import(pathToFileURL(join(root, `packages/sandbox/dist/operations/${module}.js`)).href)
}

function schemaText(schema) {
  return `${JSON.stringify(schema.toJSONSchema(), null, 1)}\n`
}

function fileOf(id) {
  return `json/${id.replaceAll(' ', '-')}.json`
}

/** @returns {Record<string, string>} tables by their names. @param {object} codes of failures */
export function referenceTables(codes) {
  const commands = Object.entries(outputs).map(([id, { json, lines }]) => [
    `\`gm ${id} --json\``,
    lines === true ? 'an object a line' : json.toJSONSchema().type === 'array' ? 'an array' : 'an object',
    `[schema](${fileOf(id)})`,
  ])
  return {
    json: table(['command', 'prints', ''], commands),
    events: Object.entries(events).map(eventSection).join('\n'),
    errors: table(
      ['code', 'who acts', 'the same command can help', 'exit code'],
      Object.entries(codes).map(([code, { fault, retryable }]) => [
        `[\`${code}\`](#${code.toLowerCase()})`,
        fault,
        retryable ? 'yes' : 'no',
        exitCodes[fault],
      ]),
    ),
    'error-causes': Object.keys(codes).map(errorSection).join('\n'),
  }
}

function errorSection(code) {
  const { meaning, cause, mend } = errorReference[code]
  return `### ${code}\n\n${meaning}\n\n* Comes of: ${cause}\n* What to do: ${mend}\n`
}

function eventSection([type, schema]) {
  const { description, properties, required } = schema.toJSONSchema()
  const rows = Object.entries(properties).map(([name, property]) => [
    `\`${name}\``,
    kindOf(property),
    `${firstLine(property.description ?? '')}${required.includes(name) ? '' : ' (where there is something to say)'}`.trim(),
  ])
  return `### ${type}\n\n${description}\n\n${table(['field', 'is', 'what'], rows)}`
}

function kindOf({ type, const: only, enum: words, items, $ref }) {
  if (only !== undefined) return `\`${only}\``
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ')
  if ($ref !== undefined) return '[a failure](json/failure.json)'
  if (items?.properties !== undefined)
    return `objects of ${Object.keys(items.properties)
      .map((name) => `\`${name}\``)
      .join(', ')}`
  return type
}
