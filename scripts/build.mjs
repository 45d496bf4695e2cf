// Builds everything: TypeScript, the files beside it, and oclif's list of commands.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { files } from './files.mjs'
import { root, runNode } from './root.mjs'

const steps = [
  () => runNode('node_modules/typescript/bin/tsc', '-b'),
  () => runNode('scripts/after-build.mjs'),
  manifest,
]

for (const step of steps) {
  const code = step()
  if (code !== 0) process.exit(code)
}

/** Without a manifest every start of gm would load every command. Flags come from files beside the commands too. */
function manifest() {
  const sources = files(join(root, 'dist/src'), (path) => path.endsWith('.js') && !path.endsWith('.test.js'))
  if (sources.length === 0 || isNewer(join(root, 'oclif.manifest.json'), [...sources, join(root, 'package.json')]))
    return 0
  return runNode('scripts/manifest.mjs')
}

function isNewer(target, sources) {
  if (!existsSync(target)) return false
  const made = statSync(target).mtimeMs
  return sources.every((source) => statSync(source).mtimeMs <= made)
}
