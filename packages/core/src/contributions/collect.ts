// Asks every plugin what it contributes. oclif swallows what goes wrong in a hook, skips a hook file without a
// function, and stops waiting when nothing else keeps the process alive; here each of these becomes a failure that
// names its plugin.
import { failureOf, type PluginFailure } from './failure.js'
import { installedPlugins } from './installed.js'
import { missingPackage, type PackageLists } from './missing-package.js'
import { byName, type Origin } from './origin.js'

/** The hook that plugins declare in their package.json. */
export const hook = 'gm:contribute'

/** A plugin as oclif knows it. */
export interface HostPlugin {
  readonly name: string
  readonly version: string
  /** `core` for those that came with gm, `user`, `link` or `dev` for others. */
  readonly type: string
  readonly hooks: Readonly<Record<string, readonly unknown[]>>
  /** Its package.json. */
  readonly pjson?: PackageLists
}

/** The part of oclif's `Config` that is needed here; typed by its shape, so that core does not import oclif. */
export interface PluginHost {
  readonly plugins: ReadonlyMap<string, HostPlugin>
  /** Folder in which installed plugins are recorded. */
  readonly dataDir?: string
  /**
   * @param timeoutMs per hook, in milliseconds
   * @param captureErrors whether `this.error` and `this.exit` of a hook count as failures instead of ending the process
   */
  runHook(event: typeof hook, options: object, timeoutMs: number, captureErrors: true): Promise<HookResult>
}

/** What came of the hooks of all plugins. */
export interface HookResult {
  readonly successes: readonly { readonly plugin: HookSource; readonly result: unknown }[]
  readonly failures: readonly { readonly plugin: HookSource; readonly error: unknown }[]
}

/** A plugin as a hook's result names it. */
export type HookSource = Pick<HostPlugin, 'name'>

/** What one plugin handed over, not yet looked at. */
export interface Collected {
  readonly plugin: Origin
  readonly contribution: unknown
}

/** Everything that was handed over, and every plugin that failed to; both in the order of names. */
export interface Collection {
  readonly collected: readonly Collected[]
  readonly failures: readonly PluginFailure[]
}

/** A plugin hands over data; two seconds are long for that. */
const defaultTimeoutMs = 2000
/** Longer than any hook may take; only there to keep the process alive. */
const keepAliveMs = 60_000

/**
 * @param host oclif's config
 * @param options `timeoutMs`: how long a plugin may take, in milliseconds (2000 by default)
 * @returns every contribution and every failure; never throws because of a plugin
 */
export async function collect(host: PluginHost, options: { readonly timeoutMs?: number } = {}): Promise<Collection> {
  const result = await runHooks(host, options.timeoutMs ?? defaultTimeoutMs)
  const origin = originsOf(host)
  const failures = [
    ...result.failures.map(({ plugin, error }) =>
      failureOf(origin(plugin), explained(error, host.plugins.get(plugin.name)?.pjson)),
    ),
    ...silentPlugins(host, result).map((plugin) => failureOf(origin(plugin), noFunction())),
    ...(await missingPlugins(host)),
  ]
  const failed = new Set(failures.map(({ plugin }) => plugin))
  const collected = result.successes.map((success) => ({
    plugin: origin(success.plugin),
    contribution: success.result,
  }))
  return {
    collected: collected.filter(({ plugin }) => !failed.has(plugin)).sort(inOrder),
    failures: failures.sort(inOrder),
  }
}

/** oclif's own timer lets the process end while it waits, so another one holds it. */
async function runHooks(host: PluginHost, timeoutMs: number): Promise<HookResult> {
  const keepAlive = setInterval(() => undefined, keepAliveMs)
  try {
    return await host.runHook(hook, {}, timeoutMs, true)
  } finally {
    clearInterval(keepAlive)
  }
}

/** One object a plugin, also for one that declares several files for the hook. */
function originsOf(host: PluginHost): (source: HookSource) => Origin {
  const origins = new Map(
    [...host.plugins.values()].map(({ name, version, type }) => [name, { name, version, bundled: type === 'core' }]),
  )
  return ({ name }) => origins.get(name) ?? { name, version: 'unknown', bundled: false }
}

/** What Node and the engine say, in words that help the author of a plugin. */
function explained(error: unknown, lists: PackageLists = {}): unknown {
  if (isNoFunction(error)) return noFunction(error)
  return missingPackage(error, lists) ?? error
}

/** oclif calls whatever is exported; what the engine says of that means nothing to an author. */
function isNoFunction(error: unknown): boolean {
  return error instanceof TypeError && error.message.startsWith('hookFn.call ')
}

function noFunction(cause?: unknown): Error {
  return new Error(`the file of its hook ${hook} exports no function`, { cause })
}

/** Plugins that declare the hook and neither answered nor failed. */
function silentPlugins(host: PluginHost, result: HookResult): HostPlugin[] {
  const heard = new Set([...result.successes, ...result.failures].map(({ plugin }) => plugin.name))
  return [...host.plugins.values()].filter((plugin) => (plugin.hooks[hook]?.length ?? 0) > 0 && !heard.has(plugin.name))
}

async function missingPlugins(host: PluginHost): Promise<PluginFailure[]> {
  if (host.dataDir === undefined) return []
  const missing = (await installedPlugins(host.dataDir)).filter((plugin) => !host.plugins.has(plugin.name))
  return missing.map(({ name, version }) =>
    failureOf(
      { name, version, bundled: false },
      new Error('it is installed, but its files are missing or cannot be read'),
      'PLUGIN_MISSING',
    ),
  )
}

function inOrder(left: { readonly plugin: Origin }, right: { readonly plugin: Origin }): number {
  return byName(left.plugin, right.plugin)
}
