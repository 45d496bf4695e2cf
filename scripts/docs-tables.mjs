// Tables of the documents that repeat what the code says, made from the code.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { commandTables } from './docs-commands.mjs'
import { imageRows } from './docs-images.mjs'
import { referenceTables } from './docs-reference.mjs'
import { table } from './markdown.mjs'
import { root } from './root.mjs'

/** @returns {Promise<Record<string, string>>} each table by its name, as lines of Markdown */
export async function tables() {
  const { codes, apiVersion } = await import(pathToFileURL(join(root, 'packages/plugin-api/dist/index.js')).href)
  const contract = await import(pathToFileURL(join(root, 'packages/instance-contract/dist/index.js')).href)
  const { describePreferences } = await import(pathToFileURL(join(root, 'packages/core/dist/entries/options.js')).href)
  return {
    ...contractTables(contract),
    ...referenceTables(codes),
    ...commandTables(),
    settings: settingsTable(describePreferences()),
    images: table(['gm pins', 'on a real instance of the sandbox runs', 'what differs'], await imageRows()),
    'api-version': `The contract's version is \`${apiVersion}\`.\n`,
  }
}

/** What an instance is given and what it answers. */
function contractTables({ planTables, planPath, bootPhases, verbs }) {
  const rows = Object.entries(planTables).map(([name, { about, columns }]) => [
    `\`${planPath(name)}\``,
    about,
    Object.entries(columns)
      .map(([column, what]) => (what === '' ? `\`${column}\`` : `\`${column}\` (${what})`))
      .join(', '),
  ])
  return {
    'plan-tables': table(['table', 'what', 'columns; of `plan/stack.tsv` keys'], rows),
    'boot-phases': table(
      ['phase', 'needs, and fails without'],
      Object.entries(bootPhases).map(([name, needs]) => [`\`${name}\``, needs]),
    ),
    verbs: table(['verb', 'what it does', 'arguments'], Object.entries(verbs).map(verbRow)),
    answers: Object.entries(verbs)
      .filter(([, { answer }]) => answer !== undefined)
      .map(([name, { answer }]) => `* \`gmctl ${name}\`: ${shapeOf(answer.toJSONSchema())}\n`)
      .join(''),
  }
}

function verbRow([name, { about, args }]) {
  const words = Object.entries(args.toJSONSchema({ io: 'input' }).properties).map(
    ([word, { description, minimum, maximum, enum: values, default: usual }]) => {
      const range = minimum === undefined ? (values?.join(' or ') ?? '') : `${minimum} to ${maximum}`
      const said = [description, range, usual === undefined ? '' : `usually ${usual}`].filter(Boolean)
      return `\`--${word}\`${said.length === 0 ? '' : ` (${said.join('; ')})`}`
    },
  )
  return [`\`${name}\``, about, words.length > 0 ? words.join(', ') : 'none']
}

/** A JSON schema in one line: names, kinds and what is said of them. */
function shapeOf({ type, properties, items, description, enum: words, const: only, anyOf }) {
  const said = description === undefined ? '' : ` (${description})`
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([name, value]) => `\`${name}\` ${shapeOf(value)}`)
    return `{ ${members.join(', ')} }${said}`
  }
  if (items !== undefined) return `[ ${shapeOf(items)} ]${said}`
  if (anyOf !== undefined) return `${anyOf.map(shapeOf).join(' or ')}${said}`
  if (words !== undefined) return `${words.map((word) => `\`${word}\``).join(' or ')}${said}`
  return `${only === undefined ? [type].flat().join(' or ') : `\`${only}\``}${said}`
}

/** Every setting of a person, by the schema that reads them. */
function settingsTable(settings) {
  const rows = settings.map(({ key, takes, default: usual, about }) => [
    `\`${key}\``,
    takes,
    usual === null ? 'nothing' : `\`${usual}\``,
    about,
  ])
  return table(['key', 'takes', 'without it', 'what for'], rows)
}
