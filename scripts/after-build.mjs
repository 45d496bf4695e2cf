// Makes each `dist` the mirror of its sources: files that TypeScript does not compile (scripts of the instance, data
// tables) are copied with their modes, and what was built from a source that is gone is removed, so that no old test
// is run and no old command is found.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { files } from './files.mjs'
import { root } from './root.mjs'

const typescript = /\.[cm]?tsx?$/
const built = /(\.bundle|\.d)?\.[cm]?[jt]s(\.map)?$/

for (const [source, target] of pairs()) {
  for (const file of files(source, (path) => !typescript.test(path))) copy(file, join(target, relative(source, file)))
  for (const file of files(target)) if (!hasSource(source, relative(target, file))) rmSync(file)
}

/** Folders of sources and what is built from them. */
function pairs() {
  const packages = readdirSync(join(root, 'packages')).map((name) => [
    join(root, 'packages', name, 'src'),
    join(root, 'packages', name, 'dist'),
  ])
  const host = ['src', 'test'].map((name) => [join(root, name), join(root, 'dist', name)])
  return [...packages, ...host].filter(([source]) => existsSync(source))
}

function copy(from, to) {
  const wanted = statSync(from)
  const present = existsSync(to) ? statSync(to) : undefined
  if (present?.size === wanted.size && present.mtimeMs >= wanted.mtimeMs && present.mode === wanted.mode) return
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
  chmodSync(to, wanted.mode & 0o777)
}

function hasSource(source, name) {
  if (name.endsWith('.tsbuildinfo') || existsSync(join(source, name))) return true
  const stem = name.replace(built, '')
  return (
    stem !== name && ['.ts', '.mts', '.cts', '.tsx'].some((extension) => existsSync(join(source, stem + extension)))
  )
}
