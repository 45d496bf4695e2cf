// oclif as it is bundled: the same, but a start loads and does only what it needs of it. A change that finds nothing to
// change ends the build, so that another version of oclif is looked at.
import { readFileSync } from 'node:fs'
import { root } from '../root.mjs'

/** What oclif does at every start, or for every line of help, though it is seldom needed. */
const changes = [
  {
    // What was loaded is loaded once more otherwise.
    file: 'main.js',
    from: 'await config_1.Config.load(options',
    to: 'options instanceof config_1.Config ? options : await config_1.Config.load(options',
  },
  {
    // `wsl-utils` prepares to start programs of Windows; only whether this is Linux on Windows is asked.
    file: 'util/os.js',
    from: "(await import('wsl-utils')).isWsl",
    to: "require('is-wsl').default",
  },
  {
    // Loading the file system's promises takes longer than reading the one file that is looked for, a theme.
    file: 'util/fs.js',
    from: "await (0, promises_1.readFile)(path, 'utf8')",
    to: "(0, node_fs_1.readFileSync)(path, 'utf8')",
  },
  {
    // The first comparison by the rules of a language reads the tables of all, for 5 ms; ids are plain words.
    file: 'config/plugin.js',
    from: 'a.id.localeCompare(b.id)',
    to: '(a.id < b.id ? -1 : 1)',
  },
  {
    // The language of templates is loaded and compiled for nearly every line, and says little more than `config.bin`.
    file: 'help/util.js',
    from: 'return ejs_1.default.render(t, context);',
    to: `
      const plain = t.replace(/<%= (\\w+)\\.(\\w+) %>/g, (tag, thing, name) =>
        /^[\\w :-]+$/.test(context[thing]?.[name]) ? context[thing][name] : tag)
      return plain.includes('<%') ? ejs_1.default.render(plain, context) : plain;`,
  },
]

/** Drop-in replacements that gm's own tables use as well, without expressions that take milliseconds to compile. */
const widths = {
  'string-width': "module.exports = require('fast-string-width').default",
  'wrap-ansi': "module.exports = require('fast-wrap-ansi').wrapAnsi",
}

/** @returns a plugin of esbuild */
export function oclif() {
  return {
    name: 'oclif',
    setup({ onEnd, onLoad, onResolve }) {
      const left = new Set(changes)
      onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const own = changes.filter(({ file, from }) => path.endsWith(`/lib/${file}`) && source.includes(from))
        for (const change of own) left.delete(change)
        return { contents: requiredWhereUsed(own.reduce((text, { from, to }) => text.replace(from, to), source)) }
      })
      onResolve({ filter: /^(string-width|wrap-ansi)$/ }, ({ path }) => ({ path, namespace: 'widths' }))
      onLoad({ filter: /.*/, namespace: 'widths' }, ({ path }) => ({ contents: widths[path], resolveDir: root }))
      onEnd(() => ({ errors: [...left].map(({ file, from }) => ({ text: `@oclif/core/lib/${file} has no ${from}` })) }))
    },
  }
}

/** As TypeScript writes an import of a CommonJS module. */
const imported = /^(?:const|var) (\w+) = (__importDefault|__importStar)?\(?require\("([^"]+)"\)\)?;$/gm
/** Loaded by Node itself before anything of ours. */
const loaded = /^node:(fs|os|path|url|util)$/

/**
 * A module of oclif requires at its top all that it could need: for a line of help, globbing, spinners and its parser.
 */
function requiredWhereUsed(source) {
  const found = [...source.matchAll(imported)].filter(([, , , module]) => !loaded.test(module))
  return found.reduce((text, [statement, name, helper = '', module]) => {
    const used = `(${helper}(require("${module}")))`
    return text.replace(statement, '').replaceAll(new RegExp(`(?<![.\\w])${name}\\b`, 'g'), used)
  }, source)
}
