// Breaks engine and state on purpose, one rule at a time, in a copy, and demands that their tests notice: a test that
// cannot fail proves nothing. `npm run mutants`.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutants } from './mutants/list.mjs'
import { root } from './root.mjs'

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
