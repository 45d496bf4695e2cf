// Makes of `dist/src`, and of everything that it uses, the few files that are run and published: `dist/bundle`. Finding
// and reading 700 modules takes Node three times as long as running what is in them.
import { build } from 'esbuild'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { files } from './files.mjs'
import { ec2 } from './bundle/ec2.mjs'
import { oclif } from './bundle/oclif.mjs'
import { root } from './root.mjs'

/** Modules of Node that it loads for itself, before anything of ours. */
const loadedByNode = /^(node:)?(buffer|events|fs|module|os|path|process|stream|url|util)$/
/** oclif looks for a compiler of TypeScript, which is not there where gm is installed, and not wanted here. */
const compilers = ['typescript', 'tsx', 'ts-node']

/** What CommonJS modules, in the bundle as they are, expect to find. */
const commonJs = [
  "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)",
  'const { filename: __filename, dirname: __dirname } = import.meta',
].join('\n')

const out = join(root, 'dist/bundle')
rmSync(out, { recursive: true, force: true })
const shared = {
  absWorkingDir: root,
  outbase: 'dist/src',
  outdir: out,
  bundle: true,
  // Node need not look for a package.json that says what they are.
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // The ES modules of the AWS SDK: of its CommonJS nothing can be left out.
  mainFields: ['module', 'main'],
  external: compilers,
  banner: { js: commonJs },
  sourcemap: true,
  sourcesContent: false,
  // Node reads and hashes all of a file, to find what it compiled of it before.
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  logLevel: 'warning',
}
const [{ metafile }, alone] = await Promise.all([
  build({
    ...shared,
    entryPoints: entries(),
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [instanceFiles(), nodeModules(), yaml(), zod(), oclif(), ec2()],
  }),
  // Asked at each TAB, and for each help: three files more are felt.
  build({
    ...shared,
    entryPoints: ['dist/src/completion/answer.js', 'dist/src/kept-help.js'],
    plugins: [nodeModules()],
  }),
])
demandNamedExports(metafile)
// Which module is in which file; the test of what each command loads reads it.
const outputs = { ...metafile.outputs, ...alone.metafile.outputs }
writeFileSync(join(out, 'meta.json'), JSON.stringify({ ...metafile, outputs }))

/** What oclif, or the entry, imports by its path. */
function entries() {
  const commands = files(join(root, 'dist/src/commands'), isModule)
  const hooks = files(join(root, 'dist/src/hooks'), isModule)
  const others = ['run.js', 'plugins/trial-child.js'].map((name) => join(root, 'dist/src', name))
  return [...commands, ...hooks, ...others].map((path) => relative(root, path))
}

/**
 * `import()` of a CommonJS module has its names where the module is a file of its own, and only `default` in a bundle.
 */
function demandNamedExports({ inputs }) {
  for (const [path, { imports }] of Object.entries(inputs))
    for (const { kind, path: imported } of imports)
      if (kind === 'dynamic-import' && inputs[imported]?.format === 'cjs')
        throw new Error(`${path} must import ${imported} with a statement: it is CommonJS`)
}

function isModule(path) {
  return path.endsWith('.js') && !path.endsWith('.test.js')
}

/** The files of the instance lie beside the module that reads them; in a bundle they are part of it. */
function instanceFiles() {
  const folder = join(root, 'packages/core/dist/instance/files')
  return {
    name: 'instance-files',
    setup({ onLoad }) {
      onLoad({ filter: /instance[\\/]own-files\.js$/ }, () => {
        const texts = Object.fromEntries(
          files(folder).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
        )
        return { contents: `const texts = ${JSON.stringify(texts)}\nexport const ownFile = (name) => texts[name]` }
      })
    },
  }
}

/**
 * An `import` of a module of Node reads every property of it: of `node:http` that loads the WebSocket and fetch of
 * Node, 20 ms, for whoever wanted an agent. Here nothing is read, and no module loaded, but what is used when it is
 * used. Each importing module has an object of its own, with what it names, which is no file to be found and read.
 */
function nodeModules() {
  return {
    name: 'node-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[a-z:_/0-9]+$/ }, ({ path, kind, importer }) => {
        if (kind !== 'import-statement' || !isBuiltin(path)) return undefined
        return { path, namespace: 'node', suffix: `?${relative(root, importer)}`, pluginData: importer }
      })
      onLoad({ filter: /[\\/]@(aws|smithy)[\\/].*\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(
          /\bimport\(["'](node:\w+)["']\)/g,
          "Promise.resolve(process.getBuiltinModule('$1'))",
        ),
      }))
      onLoad({ filter: /.*/, namespace: 'node' }, ({ path, pluginData }) => {
        const loaded = `process.getBuiltinModule('${path}')`
        const names = namesIn(pluginData, path)
        if (names === undefined && loadedByNode.test(path)) return { contents: `module.exports = ${loaded}` }
        return { contents: whenUsed(loaded, names ?? namesOf(path)) }
      })
    },
  }
}

/** @returns what an importing module names of a module of Node; nothing where it takes it as a whole */
function namesIn(importer, name) {
  const imports = [...readFileSync(importer, 'utf8').matchAll(/\bimport\s+([^"'();]+?)\s+from\s+(["'])([^"']+)\2/g)]
  const clauses = imports.filter(([, , , from]) => from === name).map(([, clause]) => clause)
  const isNamed = clauses.length > 0 && clauses.every((clause) => /^\{[^{}]*\}$/.test(clause))
  return isNamed ? clauses.flatMap((clause) => [...clause.matchAll(/[{,]\s*(\w+)/g)].map(([, one]) => one)) : undefined
}

function namesOf(name) {
  return Object.keys(process.getBuiltinModule(name)).filter((key) => /^\w+$/.test(key) && key !== 'default')
}

/** zod speaks fifty languages, half of it all; gm says what is wrong in its own words. */
function zod() {
  return {
    name: 'zod',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js'",
      }))
    },
  }
}

/** The language of compose documents and config files: read into memory with what needs it, and run when it is used. */
function yaml() {
  return {
    name: 'yaml',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^yaml$/ }, ({ kind, path }) =>
        kind === 'import-statement' ? { path, namespace: 'yaml' } : undefined,
      )
      onLoad({ filter: /.*/, namespace: 'yaml' }, () => ({
        contents: whenUsed("require('yaml')", ['parse', 'parseDocument', 'stringify']),
        resolveDir: root,
      }))
    },
  }
}

function whenUsed(loaded, names) {
  return `module.exports = { ${names.map((key) => `get ${key}() { return ${loaded}.${key} }`).join(', ')} }`
}
