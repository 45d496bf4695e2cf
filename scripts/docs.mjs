// What documents say must be so: links lead somewhere, commands that they name exist, and tables that repeat the code
// are made from it. `--check` changes nothing and fails where something differs.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { wholeFiles } from './docs-reference.mjs'
import { files } from './files.mjs'
import { root } from './root.mjs'
import { tables } from './docs-tables.mjs'

const check = process.argv.includes('--check')
const documents = files(root, (path) => path.endsWith('.md') && !/\/(dist|coverage|fixtures)\//.test(path))
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts)
const commands = knownCommands()
const made = await tables()

const stale = staleFiles()
const problems = documents.flatMap((path) => {
  const text = withTables(path, readFileSync(path, 'utf8'))
  return [...lostLinks(path, text), ...lostScripts(text), ...lostCommands(text), ...staleTables(path, text)].map(
    (problem) => `${relative(root, path)}: ${problem}`,
  )
})
problems.push(...stale)
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0

/** Between `<!-- made: name -->` and `<!-- end -->` stands what `docs-tables.mjs` makes. */
function filled(text) {
  return text.replace(
    /(<!-- made: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, start, name, end) => `${start}${made[name] ?? `unknown table ${name}\n`}${end}`,
  )
}

function withTables(path, text) {
  const fresh = filled(text)
  if (check || fresh === text) return text
  writeFileSync(path, fresh)
  return fresh
}

function staleTables(path, text) {
  return filled(text) === text ? [] : ['a table differs from the code: node scripts/docs.mjs']
}

/** Files that are made as a whole; what lies beside them is of something that is gone. */
function staleFiles() {
  const wanted = wholeFiles()
  const folder = join(root, 'docs/reference/json')
  const lost = files(folder).filter((path) => wanted[relative(root, path)] === undefined)
  const stale = Object.entries(wanted).filter(([path, text]) => textOf(join(root, path)) !== text)
  if (check)
    return [...lost.map((path) => relative(root, path)), ...stale.map(([path]) => path)].map(
      (path) => `${path} differs from the code: node scripts/docs.mjs`,
    )
  mkdirSync(folder, { recursive: true })
  for (const path of lost) rmSync(path)
  for (const [path, text] of stale) writeFileSync(join(root, path), text)
  return []
}

function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function lostLinks(path, text) {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
  return targets
    .filter((target) => !existsSync(join(dirname(path), decodeURI(target))))
    .map((target) => `the link ${target} leads nowhere`)
}

function lostScripts(text) {
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
  return named.filter((name) => !scripts.includes(name)).map((name) => `there is no script '${name}'`)
}

/** Commands as they are typed: in code, after `gm`. */
function lostCommands(text) {
  const named = [...text.matchAll(/(?:^|`|\$ )gm ([a-z][a-z-]*)/gm)].map(([, name]) => name)
  return [...new Set(named)]
    .filter((name) => commands !== undefined && !commands.has(name))
    .map((name) => `there is no command 'gm ${name}'`)
}

/** Of gm itself, of the plugins that it brings along, and of the sandbox; nothing before the first build. */
function knownCommands() {
  const manifests = [
    root,
    ...['help'].map((name) => join(root, 'node_modules/@oclif', `plugin-${name}`)),
    join(root, 'packages/sandbox'),
  ].map((folder) => join(folder, 'oclif.manifest.json'))
  if (!existsSync(manifests[0])) return undefined
  return new Set(
    manifests.flatMap((path) =>
      Object.keys(JSON.parse(readFileSync(path, 'utf8')).commands).map((id) => id.split(':')[0]),
    ),
  )
}
