// Everything that must hold before a change goes in: types and build come before (with-node.mjs), the tests last, so
// that their count is the last line. Every step runs, also after one has failed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { files } from './files.mjs'
import { node, root, run, runNode } from './root.mjs'
import { spawnSync } from 'node:child_process'

const steps = {
  format: () => runNode('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  lint: () => runNode('node_modules/eslint/bin/eslint.js', '.'),
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
  'the rules themselves': () => runNode('scripts/check-rules.mjs'),
}

const failed = Object.entries(steps).filter(([name, step]) => timed(name, step) !== 0)
if (failed.length > 0) process.stderr.write(`failed: ${failed.map(([name]) => name).join(', ')}\n`)
const tests = spawnSync(node, [join(root, 'scripts/test.mjs')], { cwd: root, stdio: 'inherit' })
process.exit(failed.length > 0 ? 1 : (tests.status ?? 1))

function timed(name, step) {
  const started = Date.now()
  process.stderr.write(`· ${name}\n`)
  const code = step()
  process.stderr.write(`${code === 0 ? '✔' : '✖'} ${name} (${Date.now() - started} ms)\n`)
  return code
}

function sources() {
  return ['src', 'test', 'packages', 'examples'].filter((folder) => existsSync(join(root, folder)))
}

function shellcheck() {
  const scripts = [
    ...files(join(root, 'packages'), (path) => path.endsWith('.sh') && !path.includes('/dist/')),
    ...files(join(root, '.ci'), (path) => path.endsWith('/run')),
  ]
  if (spawnSync('shellcheck', ['--version']).status === 0) return run('shellcheck', ['--shell=bash', ...scripts])
  process.stderr.write(
    'shellcheck is not installed: scripts are not looked at (Debian and Ubuntu: apt-get install shellcheck)\n',
  )
  return 0
}
