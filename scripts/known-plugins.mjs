// Writes what `src/known-plugins.ts` and `src/completion/answer.ts` read: all that oclif, and gm, find out about the
// plugins that come with gm.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Config } from '@oclif/core'
import { root } from './root.mjs'

const { knownWith } = await import(pathToFileURL(join(root, 'dist/src/completion/refresh.js')).href)
const config = await Config.load({ root, userPlugins: false, devPlugins: false })
const { known: typed } = await knownWith(config)
writeFileSync(join(root, 'dist/bundle/completion.json'), JSON.stringify(typed))

const { plugins } = config
const known = [...plugins.values()].toSorted((one, other) => Number(other.isRoot) - Number(one.isRoot)).map(described)
writeFileSync(join(root, 'dist/bundle/plugins.json'), JSON.stringify(known))

function described({ _base, alias, commandIDs, commands, hooks, isRoot, moduleType, name, pjson, topics, version }) {
  if (moduleType !== 'module' || commands.some(({ isESM, relativePath }) => !isESM || !relativePath))
    throw new Error(`${name} has a command that cannot be imported by its path`)
  return { _base, alias, commandIDs, commands, hooks, isRoot, name, pjson, topics, version }
}
