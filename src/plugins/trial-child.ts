// Asks one plugin in a process of its own, which may be ended by whatever the plugin does: loads it, takes what it
// contributes, looks at it as gm does, and says over the channel to its parent what came of it. With `write` it also
// writes oclif's manifest for a plugin that brings none, so that no start of gm loads its commands.
import { Plugin } from '@oclif/core/config'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadRegistry } from '@geuse/core/catalog'
import { changedBuiltIn, snapshot } from './built-ins.js'

type PluginHost = Parameters<typeof loadRegistry>[0]
type HookResult = Awaited<ReturnType<PluginHost['runHook']>>

const hook = 'gm:contribute'
const [, , root = '', mayWrite] = process.argv
const before = snapshot()
const plugin = new Plugin({ root, type: 'link' })
try {
  if (mayWrite === 'write') await writeManifest()
  tell(await ask())
} catch (error) {
  tell({ reason: error instanceof Error ? error.message : String(error) })
}

/** What is said first counts: the process ends when it has been heard. */
function tell(told: object): void {
  process.send?.(told, () => process.exit(0))
}

async function ask(): Promise<object> {
  await plugin.load()
  const { name, version, hooks, pjson } = plugin
  const own = { name, version, type: 'user', hooks, pjson }
  const host = { plugins: new Map([[name, own]]), runHook } as unknown as PluginHost
  const registry = await loadRegistry(host)
  const [failure] = registry.failures
  if (failure === undefined) return {}
  const isOfVersion = failure.error.problems.some(({ message }) => message.startsWith('api: '))
  return { flaw: failure.reason, hints: failure.error.hints, isOfVersion }
}

/** Seen before anything of ours uses what has been changed. */
function refuseChanges(): void {
  const changed = changedBuiltIn(before)
  if (changed !== undefined) tell({ reason: `changes ${changed}, which everything else uses` })
}

/** As oclif runs a hook, without oclif: a file or several, a function that is the default export or the module. */
async function runHook(): Promise<HookResult> {
  const source = { name: plugin.name }
  try {
    const results: { readonly plugin: typeof source; readonly result: unknown }[] = []
    for (const one of plugin.hooks[hook] ?? []) results.push({ plugin: source, result: await run(one) })
    refuseChanges()
    return { successes: results, failures: [] }
  } catch (error) {
    return { successes: [], failures: [{ plugin: source, error }] }
  }
}

async function run(one: (typeof plugin.hooks)[string][number]): Promise<unknown> {
  const path = join(root, one.target)
  const file = existsSync(path) ? path : `${path}.js`
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const found =
    one.identifier === 'default' || one.identifier === undefined ? module['default'] : module[one.identifier]
  if (typeof found !== 'function') throw new TypeError('hookFn.call is not a function')
  return (found as (this: object, options: object) => unknown).call(context, {})
}

const context = {
  log: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
  error: (said: unknown) => {
    throw said instanceof Error ? said : new Error(String(said))
  },
  exit: (code = 0) => {
    throw new Error(`EEXIT: ${String(code)}`)
  },
}

async function writeManifest(): Promise<void> {
  const path = join(root, 'oclif.manifest.json')
  if (existsSync(path) || existsSync(join(root, '.oclif.manifest.json'))) return
  await plugin.load()
  await writeFile(path, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}
