// How much of the sources the tests run, by lines: of the rooms in which a mistake costs data, nine tenths at least.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, runNode } from './root.mjs'

const least = {
  'packages/core/src/state': 90,
  'packages/core/src/engine': 90,
  'packages/core/src/compose': 90,
  'packages/core/src/contributions': 90,
  '': 80,
}

const options = [
  '--reporter',
  'json-summary',
  '--reporter',
  'html',
  '--reports-dir',
  'coverage',
  '--exclude-after-remap',
  '--include',
  'packages/*/src/**',
  '--include',
  'src/**',
  '--exclude',
  '**/*.test.ts',
]
const tests = runNode(
  'node_modules/c8/bin/c8.js',
  ...options,
  process.execPath,
  'scripts/test.mjs',
  ...process.argv.slice(2),
)

const { total: _, ...files } = JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8'))
const short = Object.entries(least).filter(([folder, percent]) => covered(folder) < percent)
for (const folder of Object.keys(least))
  process.stdout.write(`${covered(folder).toFixed(1)} % of ${folder || 'everything'} (${least[folder]} wanted)\n`)
process.exitCode = tests !== 0 || short.length > 0 ? 1 : 0

/** @returns {number} percent of the lines below a folder */
function covered(folder) {
  const lines = Object.entries(files)
    .filter(([path]) => relative(root, path).startsWith(folder))
    .map(([, entry]) => entry.lines)
  const sum = (key) => lines.reduce((total, line) => total + line[key], 0)
  return sum('total') === 0 ? 0 : (100 * sum('covered')) / sum('total')
}
