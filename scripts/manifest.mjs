// Writes oclif's lists of commands, of gm and of the sandbox, and to that of gm the options of the tiers that come with
// it: help and completion know them without loading a plugin.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Config } from '@oclif/core'
import { describeTiers, loadRegistry } from '@geuse/core/catalog'
import { node, root, runIn } from './root.mjs'

for (const folder of [root, join(root, 'packages/sandbox')]) {
  const code = runIn(folder, node, [join(root, 'node_modules/oclif/bin/run.js'), 'manifest'])
  if (code !== 0) process.exit(code)
}

const { cachedTierFlags } = await import(pathToFileURL(join(root, 'dist/src/tier-flags.js')).href)
const config = await Config.load({ root, userPlugins: false, devPlugins: false })
// Once and for all: a start of gm takes what comes with it as it is.
const registry = await loadRegistry(config, { checkBundled: true })
registry.assertNoFailures()
const flags = cachedTierFlags(await describeTiers({ registry: async () => registry }))
const path = join(root, 'oclif.manifest.json')
const manifest = JSON.parse(readFileSync(path, 'utf8'))
for (const command of Object.values(manifest.commands))
  if (command.flags.tier !== undefined) command.flags = { ...flags, ...command.flags }
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
