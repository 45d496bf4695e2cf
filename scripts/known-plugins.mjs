// Writes what `src/known-plugins.ts` reads: all that oclif finds out about the plugins that come with gm.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Config } from '@oclif/core'
import { root } from './root.mjs'

const { plugins } = await Config.load({ root, userPlugins: false, devPlugins: false })
const known = [...plugins.values()].toSorted((one, other) => Number(other.isRoot) - Number(one.isRoot)).map(described)
writeFileSync(join(root, 'dist/bundle/plugins.json'), JSON.stringify(known))

function described({ _base, alias, commandIDs, commands, hooks, isRoot, moduleType, name, pjson, topics, version }) {
  if (moduleType !== 'module' || commands.some(({ isESM, relativePath }) => !isESM || !relativePath))
    throw new Error(`${name} has a command that cannot be imported by its path`)
  return { _base, alias, commandIDs, commands, hooks, isRoot, name, pjson, topics, version }
}
