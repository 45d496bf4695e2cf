// Makes one file of each package that a start of gm loads from outside its bundle: the contract, and the plugins that
// come with gm. Finding 23 modules took a tenth of what `gm status` takes before AWS hears of it.
import { build } from 'esbuild'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

const plugins = readdirSync(join(root, 'packages')).filter((name) => /^plugin-(services|tier-)/.test(name))
const modules = [['plugin-api', 'index.js'], ...plugins.map((name) => [name, 'contribute.js'])]

await Promise.all(
  modules.map(([name, module]) =>
    build({
      absWorkingDir: join(root, 'packages', name),
      entryPoints: [join('dist', module)],
      outfile: join('dist', module.replace('.js', '.bundle.js')),
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node22',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'warning',
    }),
  ),
)
