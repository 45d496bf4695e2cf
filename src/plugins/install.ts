// Installing and updating: looked at before anything is fetched, made beside what is there, tried, and only then put in
// its place.
import type { Interfaces } from '@oclif/core'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiVersion, GmError } from '@geuse/plugin-api'
import { digestOf } from './digest.js'
import { npm, type NpmPlace } from './npm.js'
import { changeRecord, readRecord, recordedPlugins, withPlugin, type Recorded } from './record.js'
import { lookAlike, type NamedSpec, type Spec, specOf } from './spec.js'
import { staged } from './stage.js'
import { tryPlugin } from './trial.js'

/** A plugin that is in its place. */
export interface Installed {
  readonly name: string
  readonly version: string
  /** What is wrong with what it contributes: it can be looked at, and deploys stop because of it. */
  readonly flaw: string | null
}

/** The part of a package.json that says what a package is to gm. */
interface Manifest {
  readonly name: string
  readonly version: string
  readonly oclif?: { readonly hooks?: object; readonly commands?: unknown }
  /** `api`: the version of the contract that it is written for. */
  readonly geuse?: { readonly api?: string }
}

/**
 * @param config oclif's
 * @param typed what is to be installed
 * @param allowLookAlike whether a name may look like one of ours
 * @throws GmError whatever speaks against it, with everything as it was
 */
export async function install(config: Interfaces.Config, typed: string, allowLookAlike: boolean): Promise<Installed> {
  const spec = specOf(typed)
  if ('name' in spec) await lookAt(config, spec, allowLookAlike)
  const asked = 'url' in spec ? spec.url : `${spec.name}@${spec.tag}`
  return staged(config.dataDir, async (copy) => {
    const before = (await readRecord(copy)).dependencies ?? {}
    await npm(['install', asked], placeOf(config, copy))
    const name = 'name' in spec ? spec.name : await added(copy, before, spec.url)
    if ('url' in spec) await refuseName(config, name, allowLookAlike)
    const installed = await tried(config, copy, name)
    const digest = await digestOf(packageIn(copy, name))
    await changeRecord(copy, (plugins) => withPlugin(plugins, { ...recorded(name, spec), digest }))
    return installed
  })
}

/** @param names those to be updated; all that came from somewhere where there are none */
export async function update(config: Interfaces.Config, names: readonly string[]): Promise<readonly Installed[]> {
  const user = (await recordedPlugins(config.dataDir)).filter(({ type }) => type === 'user')
  const unknown = names.find((name) => user.every((plugin) => plugin.name !== name))
  if (unknown !== undefined) throw notInstalled(unknown)
  const chosen = user.filter(({ name }) => names.length === 0 || names.includes(name))
  if (chosen.length === 0) return []
  for (const { name, tag, url } of chosen)
    if (url === undefined) await lookAt(config, { name, tag: tag ?? 'latest' }, true)
  return staged(config.dataDir, async (copy) => {
    await npm(
      ['install', ...chosen.map(({ name, tag, url }) => url ?? `${name}@${tag ?? 'latest'}`)],
      placeOf(config, copy),
    )
    const installed: Installed[] = []
    for (const plugin of chosen) {
      installed.push(await tried(config, copy, plugin.name))
      const digest = await digestOf(packageIn(copy, plugin.name))
      await changeRecord(copy, (plugins) => withPlugin(plugins, { ...plugin, digest }))
    }
    return installed
  })
}

/** @param name of a package that was asked for */
export function notInstalled(name: string): GmError {
  return new GmError('NOT_FOUND', `${name} is not installed`, { hints: ['gm plugins'] })
}

/** Removes what was installed or linked; what npm cannot remove is no longer recorded. */
export async function uninstall(config: Interfaces.Config, plugin: Recorded): Promise<void> {
  await staged(config.dataDir, async (copy) => {
    if (plugin.type === 'user')
      await npm(['uninstall', plugin.name, '--offline'], placeOf(config, copy)).catch(() => undefined)
    await changeRecord(copy, (plugins) => plugins.filter(({ name }) => name !== plugin.name))
  })
}

function placeOf(config: Interfaces.Config, cwd: string): NpmPlace {
  return { root: config.root, cwd, registry: config.npmRegistry }
}

/** What can be said before anything is fetched. */
async function lookAt(config: Interfaces.Config, spec: NamedSpec, allow: boolean): Promise<void> {
  await refuseName(config, spec.name, allow)
  const asked = `${spec.name}@${spec.tag}`
  const fields = ['name', 'version', 'oclif', 'geuse']
  const said = await npm(['view', asked, ...fields], placeOf(config, tmpdir()))
  const found = (Array.isArray(said) ? said.at(-1) : said) as Manifest | undefined
  if (found === undefined) throw new GmError('NOT_FOUND', `the registry has no ${asked}`)
  refuseManifest(found)
}

async function refuseName({ plugins }: Interfaces.Config, name: string, allow: boolean): Promise<void> {
  if (plugins.get(name)?.type === 'core')
    throw new GmError('CONFIG_INVALID', `${name} comes with gm, in the version that belongs to it`, {
      hints: ['npm install --global @geuse/cli@latest'],
    })
  const why = allow ? undefined : await lookAlike(name)
  if (why !== undefined)
    throw new GmError('CONFIG_INVALID', `${name} is not ours, and ${why} looks as if it were`, {
      hints: [`gm plugins install ${name} --allow-look-alike, if you know whose it is`],
    })
}

function refuseManifest({ name, version, oclif, geuse }: Manifest): void {
  const plugin = `${name}@${version}`
  if (oclif === undefined)
    throw new GmError('PLUGIN_INVALID', `${plugin} is no plugin: its package.json has nothing for gm`, { plugin })
  const api = geuse?.api
  if (api !== undefined && !speaks(api))
    throw otherVersion(plugin, `it is written for version ${api} of the contract, and this gm has ${apiVersion}`)
}

/** The same major, and a minor not above ours. */
function speaks(api: string): boolean {
  const [major, minor] = api.split('.').map(Number)
  const [ownMajor = 0, ownMinor = 0] = apiVersion.split('.').map(Number)
  return major === ownMajor && (minor ?? Infinity) <= ownMinor
}

function otherVersion(plugin: string, why: string, hints: readonly string[] = []): GmError {
  return new GmError('PLUGIN_INVALID', `${plugin} is not installed: ${why}`, {
    plugin,
    hints: [...hints.filter((hint) => !hint.includes('uninstall')), 'gm --version'],
  })
}

async function tried(config: Interfaces.Config, copy: string, name: string): Promise<Installed> {
  const root = packageIn(copy, name)
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  refuseManifest(manifest)
  const plugin = `${name}@${manifest.version}`
  const { reason, flaw, hints, isOfVersion } = await tryPlugin(config.root, root, true)
  if (reason !== undefined) throw new GmError('PLUGIN_FAILED', `${plugin} is not installed: ${reason}`, { plugin })
  if (isOfVersion === true) throw otherVersion(plugin, flaw ?? '', hints)
  return { name, version: manifest.version, flaw: flaw ?? null }
}

/** What npm has added to the dependencies, for what was asked for by an address. */
async function added(copy: string, before: Readonly<Record<string, string>>, url: string): Promise<string> {
  const { dependencies = {} } = await readRecord(copy)
  const name = Object.keys(dependencies).find((one) => dependencies[one] !== before[one])
  if (name !== undefined) return name
  const base = url.split('/').at(-1) ?? url
  const same = Object.keys(dependencies).find((one) => dependencies[one]?.endsWith(base) === true)
  if (same !== undefined) return same
  throw new GmError('PLUGIN_INVALID', `npm has installed nothing of ${url}`)
}

function packageIn(folder: string, name: string): string {
  return join(folder, 'node_modules', name)
}

function recorded(name: string, spec: Spec): Recorded {
  return 'url' in spec ? { name, type: 'user', url: spec.url } : { name, type: 'user', tag: spec.tag }
}
