// oclif's config as core asks it, with foreign plugins tried first: one that would hang, end or spoil the process is
// not loaded, and is a failure like any other.
import type { Interfaces } from '@oclif/core'
import type { PluginHost } from '@geuse/core/host'
import { isTampered } from './digest.js'
import { tryPlugin } from './trial.js'
import { isTried, noteTried } from './tried.js'

/** @param config oclif's @returns the same, as core knows it */
export function guarded(config: Interfaces.Config): PluginHost {
  const host = config as unknown as PluginHost
  return {
    plugins: host.plugins,
    dataDir: config.dataDir,
    async runHook(event, options, timeoutMs, captureErrors) {
      const foreign = [...config.plugins.values()].filter(
        ({ type, hooks }) => type !== 'core' && (hooks[event]?.length ?? 0) > 0,
      )
      const trials = await Promise.all(foreign.map(async (plugin) => ({ plugin, reason: await harm(plugin, config) })))
      const harmful = trials.filter(({ reason }) => reason !== undefined)
      const kept = harmful.map(({ plugin }) => ({ plugin, hooks: plugin.hooks }))
      for (const { plugin } of harmful) plugin.hooks = { ...plugin.hooks, [event]: [] }
      try {
        const { successes, failures } = await host.runHook(event, options, timeoutMs, captureErrors)
        const refused = harmful.map(({ plugin, reason }) => ({ plugin, error: new Error(reason) }))
        return { successes, failures: [...failures, ...refused] }
      } finally {
        for (const { plugin, hooks } of kept) plugin.hooks = hooks
      }
    },
  }
}

/** @returns why it may not be loaded; undefined where it may */
async function harm(plugin: Interfaces.Plugin, config: Interfaces.Config): Promise<string | undefined> {
  if (await isTampered(plugin, config))
    return `its files are not those that were installed; gm plugins install ${plugin.name} brings them back`
  if (await isTried(plugin, config)) return undefined
  const { reason } = await tryPlugin(config.root, plugin.root)
  if (reason === undefined) await noteTried(plugin, config)
  return reason
}
