// The plugins that come with gm, as the build has found them (`dist/bundle/plugins.json`): to look for five packages
// and to read what is in them takes oclif longer than most commands run. Where others are installed, oclif finds them
// all.
import type { Command, Interfaces } from '@oclif/core'
import { Config } from '@oclif/core/config'
import { readFileSync, realpathSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What the build writes of a plugin; all of it follows from its package.json and its manifest. */
export interface KnownPlugin extends Pick<
  Interfaces.Plugin,
  '_base' | 'alias' | 'commandIDs' | 'hooks' | 'isRoot' | 'name' | 'pjson' | 'topics' | 'version'
> {
  readonly commands: readonly KnownCommand[]
}

type KnownCommand = Command.Cached & { readonly relativePath: string[] }

/**
 * @param entry address of a file of the bundle, beside which the list of plugins lies
 * @returns oclif's config
 */
export async function loadConfig(entry: string): Promise<Interfaces.Config> {
  const file = new URL('plugins.json', entry)
  const root = fileURLToPath(new URL('../..', file)).replace(/[\\/]$/, '')
  const known = JSON.parse(readFileSync(file, 'utf8')) as KnownPlugin[]
  const plugins = new Map(known.map((plugin) => [plugin.name, new BundledPlugin(plugin, root)]))
  // eslint-disable-next-line no-restricted-properties -- a variable of oclif's, which reads it so
  const logger = process.env['DEBUG'] === undefined ? silent : undefined
  const config = await Config.load({ root, plugins, logger })
  // oclif asks what it runs with for a logger as well.
  return hasInstalled(config.dataDir) ? withInstalled(root) : Object.assign(config, { logger })
}

/** @param root of gm @returns oclif's config with all plugins; those of others contribute, and hear nothing else */
export async function withInstalled(root: string): Promise<Interfaces.Config> {
  const config = await Config.load({ root })
  for (const plugin of config.plugins.values())
    if (plugin.type !== 'core') plugin.hooks = pick(plugin.hooks, 'gm:contribute')
  return config
}

/** oclif runs what a plugin hangs on to its own events at every start: what hangs there would hang `--help` too. */
function pick(hooks: Interfaces.Plugin['hooks'], name: string): Interfaces.Plugin['hooks'] {
  const own = hooks[name]
  return own === undefined ? {} : { [name]: own }
}

/** What oclif notes for `DEBUG`, where nobody asks for it: the package that reads that variable need not be loaded. */
const silent: Interfaces.Logger = {
  namespace: 'oclif',
  child: () => silent,
  debug: ignore,
  error: ignore,
  info: ignore,
  trace: ignore,
  warn: ignore,
}

function ignore(): void {}

/** Whether somebody has installed or linked a plugin. What cannot be read is for oclif to tell. */
function hasInstalled(dataDir: string): boolean {
  try {
    const { oclif } = JSON.parse(readFileSync(join(dataDir, 'package.json'), 'utf8')) as Partial<Interfaces.PJSON>
    return (oclif?.plugins ?? []).length > 0
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** A plugin that needs no search: its commands are loaded from where its manifest says. */
class BundledPlugin implements Interfaces.Plugin {
  declare readonly _base: string
  declare readonly alias: string
  declare readonly commandIDs: string[]
  declare readonly hooks: Interfaces.Plugin['hooks']
  declare readonly isRoot: boolean
  declare readonly name: string
  declare readonly pjson: Interfaces.PJSON
  declare readonly topics: Interfaces.Topic[]
  declare readonly version: string
  readonly commands: Command.Loadable[]
  readonly commandsDir = undefined
  readonly hasManifest = true
  readonly moduleType = 'module'
  readonly options: Interfaces.Plugin['options']
  readonly type = 'core'
  readonly valid = true
  readonly #gm: string
  readonly #commands: readonly KnownCommand[]

  constructor({ commands, ...known }: KnownPlugin, gm: string) {
    Object.assign(this, known)
    this.#gm = gm
    this.#commands = commands
    this.options = { root: gm, name: known.name, isRoot: known.isRoot, type: 'core' }
    this.commands = commands.map((command) => ({ ...command, load: () => this.#load(command) }))
  }

  /** Looked for when it is asked: most commands need gm's own folder only. */
  get root(): string {
    if (this.isRoot) return this.#gm
    const path = findPackageJSON(this.name, pathToFileURL(join(this.#gm, 'package.json')))
    if (path === undefined) throw new Error(`${this.name}, which came with gm, is gone`)
    return dirname(realpathSync(path))
  }

  async load(): Promise<void> {}

  findCommand(id: string, options: { must: true }): Promise<Command.Class>
  findCommand(id: string, options?: { must: boolean }): Promise<Command.Class> | undefined
  findCommand(id: string, { must = false } = {}): Promise<Command.Class> | undefined {
    const command = this.#commands.find((one) => one.id === id)
    if (command !== undefined) return this.#load(command)
    if (must) throw new Error(`command ${id} not found`)
    return undefined
  }

  async #load({ id, relativePath }: KnownCommand): Promise<Command.Class> {
    const path = join(this.root, ...relativePath)
    const { default: command } = (await import(pathToFileURL(path).href)) as { default: Command.Class }
    return Object.assign(command, { id, plugin: this, isESM: true, relativePath })
  }
}
