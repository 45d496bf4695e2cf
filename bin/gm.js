#!/usr/bin/env node
// The entry of `gm`: what must be true before anything is loaded (a Node that is new enough), what makes loading fast
// (compiled code kept between runs, `--version` without oclif), then oclif.
import { watchOutput } from './output.js'
import { isNewEnough } from './node-floor.js'

if (isNewEnough(process.versions.node)) await start(process.argv.slice(2))
else await (await import('./newer-node.js')).runUnderNewerNode(new URL(import.meta.url))

/** @param {readonly string[]} args what was typed after `gm` */
async function start(args) {
  // An `import` of a module of Node reads every property of it.
  process.getBuiltinModule('node:module').enableCompileCache?.()
  watchOutput()
  const answered = await (await import('./fast-paths.js')).answer(args)
  if (!answered) await (await import('../dist/bundle/run.mjs')).run(args)
}
