// Tables of the documents that repeat what the code says, made from the code.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.mjs'

/** Exit codes by whose fault a failure is. */
const exitCodes = { user: 2, cloud: 3, plugin: 4, interrupted: 130, bug: 1 }

/** @returns {Promise<Record<string, string>>} each table by its name, as lines of Markdown */
export async function tables() {
  const { codes, apiVersion } = await import(pathToFileURL(join(root, 'packages/plugin-api/dist/index.js')).href)
  return {
    errors: errorTable(codes),
    commands: commandTable(),
    'api-version': `The contract's version is \`${apiVersion}\`.\n`,
  }
}

function errorTable(codes) {
  const rows = Object.entries(codes).map(([code, { fault, retryable }]) => [
    `\`${code}\``,
    fault,
    retryable ? 'yes' : 'no',
    exitCodes[fault],
  ])
  return table(['code', 'who acts', 'the same command can help', 'exit code'], rows)
}

function commandTable() {
  const manifest = join(root, 'oclif.manifest.json')
  if (!existsSync(manifest)) return 'Built with the commands.\n'
  const { commands } = JSON.parse(readFileSync(manifest, 'utf8'))
  const rows = Object.values(commands)
    .filter((command) => !command.hidden)
    .map((command) => [
      `\`gm ${command.id.replaceAll(':', ' ')}\``,
      firstLine(command.summary ?? command.description ?? ''),
    ])
  return table(
    ['command', 'what it does'],
    rows.sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}

function firstLine(text) {
  return text.split('\n')[0].replaceAll('|', '\\|')
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('')
}
