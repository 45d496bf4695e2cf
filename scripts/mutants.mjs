// Breaks engine and state on purpose, one rule at a time, in a copy, and demands that their tests notice: a test that
// cannot fail proves nothing. `npm run mutants`.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'

const mutants = [
  { rule: 'intent before act', file: 'engine/ensure.js', from: 'await announce(task);', to: ';' },
  {
    rule: 'observed over remembered',
    file: 'engine/ensure.js',
    from: "if (row.status === 'ready')",
    to: "if (row.status === 'ready') return row.outputs; if (false)",
  },
  {
    rule: 'sync always',
    file: 'engine/ensure.js',
    from: 'resource.sync?.(',
    to: '(there === undefined ? resource.sync : undefined)?.(',
  },
  {
    rule: 'a lost answer is looked for',
    file: 'engine/ensure.js',
    from: 'return findWithRetry(resource, cx, { identity }, windowFor(resource, visibilityWindow))',
    to: 'return undefined',
  },
  { rule: 'a search waits the visibility window', file: 'engine/find.js', from: 'cx.clock.now() >= end', to: 'true' },
  { rule: 'dependents go first', file: 'engine/remove.js', from: 'return reversed(planned)', to: 'return planned' },
  {
    rule: 'a check hands on what it stands on',
    file: 'engine/graph.js',
    from: 'deps: [id], standsOn: step.standsOn',
    to: 'deps: [id], standsOn: []',
  },
  {
    rule: 'a destroyed node leaves the cloud',
    file: 'engine/remove.js',
    from: 'if (observed !== undefined)',
    to: 'if (false)',
  },
  {
    rule: 'a rollback leaves what was there before',
    file: 'engine/destroy.js',
    from: '!untouched.has(id) && ',
    to: '',
  },
  {
    rule: 'a rollback leaves data',
    file: 'engine/destroy.js',
    from: '!untouched.has(id) && !keepsData(run.document, id)',
    to: '!untouched.has(id)',
  },
  {
    rule: 'nothing starts before what it stands on',
    file: 'engine/walk.js',
    from: 'this.#done.has(dep) ||',
    to: 'true ||',
  },
  { rule: 'a token is used once', file: 'engine/token.js', from: 'row.generation, ', to: '' },
  {
    rule: 'a generation is never used again',
    file: 'state/ledger.js',
    from: 'row.generation + (anew ? 1 : 0)',
    to: 'row.generation',
  },
  {
    rule: 'a stale writer loses',
    file: 'state/file-store.js',
    from: '!== document.revision - 1',
    to: '> document.revision',
  },
  {
    rule: 'nothing is written after a failed write',
    file: 'engine/state-writer.js',
    from: 'if (this.#broken !== undefined)',
    to: 'if (false)',
  },
  { rule: 'a living holder is refused', file: 'state/lock.js', from: '!== false', to: '=== null' },
  {
    rule: 'a newer format is refused',
    file: 'state/migrate.js',
    from: 'version.data.schema_version > schemaVersion',
    to: 'false',
  },
]

const copy = mkdtempSync(join(tmpdir(), 'gm-mutants-'))
const dist = join(copy, 'dist')
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
cpSync(join(root, 'packages/core/package.json'), join(copy, 'package.json'))
cpSync(join(root, 'packages/core/dist'), dist, { recursive: true })

const survivors = [
  ...(passes() ? [] : ['the tests fail without a mutant']),
  ...mutants.filter((mutant) => !isCaught(mutant)).map(({ rule }) => rule),
]
rmSync(copy, { recursive: true, force: true })
process.stdout.write(
  `${mutants.length} mutants, ${survivors.length} survived${survivors.length > 0 ? `: ${survivors.join('; ')}` : ''}\n`,
)
process.exit(survivors.length > 0 ? 1 : 0)

function isCaught({ rule, file, from, to }) {
  const path = join(dist, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) {
    process.stdout.write(`✖ ${rule}: ${file} does not hold ${JSON.stringify(from)} any more\n`)
    return false
  }
  writeFileSync(path, text.replace(from, to))
  const caught = !passes()
  writeFileSync(path, text)
  process.stdout.write(`${caught ? '✔ caught  ' : '✖ SURVIVED'} ${rule}\n`)
  return caught
}

function passes() {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
  const args = [
    mocha,
    '--no-config',
    '--reporter',
    'dot',
    '--bail',
    '--timeout',
    '30000',
    'dist/engine/*.test.js',
    'dist/state/*.test.js',
  ]
  return spawnSync(process.execPath, args, { cwd: copy, timeout: 60_000 }).status === 0
}
