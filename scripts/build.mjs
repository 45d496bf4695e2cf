// Builds everything: TypeScript, the files beside it, the bundle that is run, and the lists of commands and plugins.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { files } from './files.mjs'
import { root, runNode } from './root.mjs'

const steps = [
  () => runNode('node_modules/typescript/bin/tsc', '-b'),
  () => runNode('scripts/after-build.mjs'),
  () => runNode('scripts/bundle-packages.mjs'),
  bundle,
  manifest,
]

for (const step of steps) {
  const code = step()
  if (code !== 0) process.exit(code)
}

function bundle() {
  const own = ['dist/src', 'packages/core/dist', 'packages/instance-contract/dist', 'packages/plugin-api/dist'].flatMap(
    (folder) => files(join(root, folder), (path) => !/\.test\.|\.d\.ts$|\.map$|\.tsbuildinfo$/.test(path)),
  )
  const used = ['package-lock.json', 'scripts/bundle.mjs', 'scripts/bundle/ec2.mjs', 'scripts/bundle/oclif.mjs'].map(
    (name) => join(root, name),
  )
  return isNewer(join(root, 'dist/bundle/meta.json'), [...own, ...used]) ? 0 : runNode('scripts/bundle.mjs')
}

/** Without a manifest every start of gm would load every command, those of a linked sandbox too. */
function manifest() {
  const sandbox = join(root, 'packages/sandbox')
  const own = ['dist/bundle/meta.json', 'package.json', 'package-lock.json', 'scripts/known-plugins.mjs'].map((name) =>
    join(root, name),
  )
  // What comes with gm is checked by this build, and by no start.
  const plugins = readdirSync(join(root, 'packages'))
    .filter((name) => name.startsWith('plugin-'))
    .flatMap((name) => files(join(root, 'packages', name, 'dist'), (path) => /(?<!\.test)\.js$/.test(path)))
  const others = ['cli', 'commands'].flatMap((folder) =>
    files(join(sandbox, 'dist', folder), (path) => /(?<!\.test)\.js$/.test(path)),
  )
  const fresh =
    isNewer(join(root, 'dist/bundle/plugins.json'), [...own, ...plugins]) &&
    isNewer(join(sandbox, 'oclif.manifest.json'), [...others, join(sandbox, 'package.json')])
  return fresh ? 0 : runNode('scripts/manifest.mjs') || runNode('scripts/known-plugins.mjs')
}

function isNewer(target, sources) {
  if (!existsSync(target)) return false
  const made = statSync(target).mtimeMs
  return sources.every((source) => statSync(source).mtimeMs <= made)
}
