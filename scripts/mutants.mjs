// Breaks engine and state on purpose, one rule at a time, in a copy, and demands that their tests notice: a test that
// cannot fail proves nothing. `npm run mutants`.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'

const mutants = [
  { rule: 'intent before act', file: 'engine/make.js', from: 'await run.commit(creating(', to: 'void (creating(' },
  {
    rule: 'observed over remembered',
    file: 'engine/ensure.js',
    from: 'if (row.outputs !== undefined)',
    to: 'if (row.outputs !== undefined) return row.outputs; if (false)',
  },
  {
    rule: 'sync always',
    file: 'engine/ensure.js',
    from: 'resource.sync?.(',
    to: "(outcome === 'created' ? resource.sync : undefined)?.(",
  },
  {
    rule: 'a lost answer is looked for',
    file: 'engine/make.js',
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
    file: 'engine/rollback.js',
    from: ' || (run.ready_at_start[key] !== undefined && isUp(row))',
    to: '',
  },
  {
    rule: 'a rollback leaves data',
    file: 'engine/rollback.js',
    from: "row.keeps === 'data' || ",
    to: '',
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
    file: 'state/generations.js',
    from: 'Math.max(generation, last) + 1',
    to: 'generation',
  },
  {
    rule: 'nor one whose successor was rolled back',
    file: 'state/generations.js',
    from: 'Math.max(generation, last) + 1',
    to: 'generation + 1',
  },
  {
    rule: 'another wish has another token',
    file: 'state/node-records.js',
    from: '(another ? 1 : 0)',
    to: '0',
  },
  {
    rule: 'and is made after the last one was looked for',
    file: 'engine/ensure.js',
    from: 'isAskedAgain ? windowFor(resource, visibilityWindow) : visibilityWindow',
    to: 'windowFor(resource, visibilityWindow)',
  },
  {
    rule: 'an update that was cut off is done once more',
    file: 'engine/compare.js',
    from: "&& row.status !== 'updating'",
    to: '',
  },
  {
    rule: 'and clears away what it had begun',
    file: 'engine/compare.js',
    from: '[inputs, ...attempted]',
    to: '[inputs]',
  },
  {
    rule: 'edges mean the generation that they were drawn to',
    file: 'state/generations.js',
    from: 'names.get(dep) ?? dep',
    to: 'dep',
  },
  {
    rule: 'the last generation stays until all is up',
    file: 'engine/replace.js',
    from: 'return make(task)',
    to: 'await destroyIfThere(run, `${node}@${row.generation}`, cx, resource); return make(task)',
  },
  {
    rule: 'there are no two where there cannot be two',
    file: 'engine/compare.js',
    from: "replace === 'destroy-first' ||",
    to: '',
  },
  {
    rule: 'nor two of one name',
    file: 'engine/compare.js',
    from: "(idempotent === 'name' && isCalled(row, wanted, nextGeneration(row)))",
    to: 'false',
  },
  {
    rule: 'nor one beside a generation before the last',
    file: 'engine/clear.js',
    from: 'row === undefined || !goesFirst(row, wanted)',
    to: 'true',
  },
  {
    rule: 'what stands on a thing goes before it',
    file: 'engine/clear.js',
    from: 'await removeStandingOn(run, key);',
    to: '',
  },
  {
    rule: 'and what was moved off it meanwhile leaves nothing there',
    file: 'engine/clear.js',
    from: 'others = standing())',
    to: 'others = [])',
  },
  {
    rule: 'one thing at a time is done to a node',
    file: 'engine/clear.js',
    from: 'run.exclusive(other, () => clearOne(other))',
    to: 'clearOne(other)',
  },
  { rule: 'data is never replaced', file: 'engine/replace.js', from: "row.keeps === 'data'", to: 'false' },
  { rule: 'nor made way with it', file: 'engine/clear.js', from: 'data !== undefined', to: 'false' },
  {
    rule: 'a rollback changes back what was changed in place',
    file: 'engine/restore.js',
    from: 'await resource.update(cx, observed, inputs, madeFrom(row))',
    to: 'observed',
  },
  {
    rule: 'and brings back what was replaced',
    file: 'engine/rollback.js',
    from: 'row !== undefined && isUp(row)',
    to: 'false',
  },
  {
    rule: 'to where the update began, however often it was begun again',
    file: 'engine/run-operation.js',
    from: 'begun?.ready_at_start ??',
    to: '',
  },
  {
    rule: 'and tells what it could not bring back',
    file: 'engine/rollback.js',
    from: 'row.generation !== generation',
    to: 'false',
  },
  {
    rule: 'what stays keeps what it stands on',
    file: 'state/generations.js',
    from: 'row.deps.forEach(add)',
    to: '',
  },
  {
    rule: 'nothing is changed back to what stood on a thing that is gone',
    file: 'state/generations.js',
    from: 'row.restore?.deps.includes(key)',
    to: 'false',
  },
  {
    rule: 'once all is up there is nothing to go back to',
    file: 'engine/update.js',
    from: "status: 'running', run: null",
    to: "status: 'running'",
  },
  {
    rule: 'what is to go is announced with it',
    file: 'engine/update.js',
    from: "{ ...row, status: 'destroying', since }",
    to: 'row',
  },
  {
    rule: 'a plan knows which outputs an update changes',
    file: 'engine/stand-in.js',
    from: 'stable.includes(key) ? value :',
    to: '',
  },
  {
    rule: 'and what has to go because of another node',
    file: 'engine/plan.js',
    from: 'this.#cleared.add(key)',
    to: 'void key',
  },
  {
    rule: 'and that data is not given up',
    file: 'engine/plan.js',
    from: "removes.some(holdsData) ? 'refused' : action",
    to: 'action',
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
    '120000',
    'dist/engine/*.test.js',
    'dist/state/*.test.js',
  ]
  // More runs than a test has: a mutant may show in few of them.
  const env = { ...process.env, PROPERTY_RUNS: '300' }
  return spawnSync(process.execPath, args, { cwd: copy, env, timeout: 240_000 }).status === 0
}
