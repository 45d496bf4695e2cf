// Everything that must hold before a change goes in: types and build come before (with-node.mjs), the tests last, so
// that their count is the last line. Every step runs, also after one has failed.
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { files } from './files.mjs'
import { node, root } from './root.mjs'

/** The longest first. */
const steps = {
  lint: () => runNode('node_modules/eslint/bin/eslint.js', '.'),
  'the rules themselves': () => runNode('scripts/check-rules.mjs'),
  format: () => runNode('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  layers: () =>
    runNode(
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      ...sources(),
      '--config',
      '.dependency-cruiser.cjs',
    ),
  'dead code': () => runNode('node_modules/knip/bin/knip.js', '--no-config-hints'),
  'shell scripts': shellcheck,
  docs: () => runNode('scripts/docs.mjs', '--check'),
  changelog: () => runNode('scripts/check-changelog.mjs'),
}

const failed = []
const left = Object.entries(steps)
await Promise.all(Array.from({ length: availableParallelism() }, work))
if (failed.length > 0) process.stderr.write(`failed: ${failed.join(', ')}\n`)
const tests = spawnSync(node, [join(root, 'scripts/test.mjs')], { cwd: root, stdio: 'inherit' })
process.exit(failed.length > 0 ? 1 : (tests.status ?? 1))

/** Steps in turn, beside whoever else takes them. */
async function work() {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const [name, step] = next
    const started = Date.now()
    const { code, said } = await step()
    if (code !== 0) failed.push(name)
    process.stderr.write(`${said}${code === 0 ? '✔' : '✖'} ${name} (${Date.now() - started} ms)\n`)
  }
}

/** @returns {Promise<{ code: number, said: string }>} of a file that runs under the repository's Node */
function runNode(file, ...args) {
  return runSaying(node, [join(root, file), ...args])
}

function runSaying(program, args) {
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: Infinity }
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, said: `${stdout}${stderr}` }),
    )
  })
}

function sources() {
  return ['src', 'test', 'packages', 'examples'].filter((folder) => existsSync(join(root, folder)))
}

function shellcheck() {
  const scripts = [
    ...files(join(root, 'packages'), (path) => path.endsWith('.sh') && !path.includes('/dist/')),
    ...files(join(root, '.ci'), (path) => path.endsWith('/run')),
  ]
  // A script that sources another, found beside itself, is read together with it.
  const options = ['--shell=bash', '--external-sources', '--source-path=SCRIPTDIR']
  if (spawnSync('shellcheck', ['--version']).status === 0) return runSaying('shellcheck', [...options, ...scripts])
  const said =
    'shellcheck is not installed: scripts are not looked at (Debian and Ubuntu: apt-get install shellcheck)\n'
  return { code: 0, said }
}
