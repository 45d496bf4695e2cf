// oclif's record of installed plugins: `package.json` of its data folder, read by oclif at each start.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@geuse/core/completion'
import { GmError } from '@geuse/plugin-api'

/** One plugin as oclif keeps it. */
export interface Recorded {
  readonly name: string
  readonly type: 'link' | 'user'
  /** Version, range or dist-tag that was asked for, where it is from a registry. */
  readonly tag?: string
  /** What it was installed from, where it is not. */
  readonly url?: string
  /** Folder of a linked one. */
  readonly root?: string
  /** Of its files as they were installed: see digest.ts. */
  readonly digest?: string | undefined
}

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly oclif?: { readonly plugins?: readonly Recorded[] }
}

/** @param folder oclif's data folder, or one made like it @throws GmError STATE_CORRUPT */
export async function readRecord(folder: string): Promise<Package> {
  const path = join(folder, 'package.json')
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Package
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new GmError('STATE_CORRUPT', `${path}, the record of installed plugins, cannot be read`, {
      cause: error,
      hints: [`mv ${path} ${path}.old`, 'gm plugins install PLUGIN, for each that is needed'],
    })
  }
}

/** @returns the plugins of the record */
export async function recordedPlugins(folder: string): Promise<readonly Recorded[]> {
  return (await readRecord(folder)).oclif?.plugins ?? []
}

/** @param change from the plugins that are recorded to those that shall be */
export async function changeRecord(
  folder: string,
  change: (plugins: readonly Recorded[]) => readonly Recorded[],
): Promise<void> {
  const before = await readRecord(folder)
  const oclif = { ...before.oclif, plugins: change(before.oclif?.plugins ?? []) }
  await replaceFile(join(folder, 'package.json'), `${JSON.stringify({ private: true, ...before, oclif }, null, 2)}\n`)
}

/** @returns the plugins with one more, in place of one of its name */
export function withPlugin(plugins: readonly Recorded[], added: Recorded): Recorded[] {
  return [...plugins.filter(({ name }) => name !== added.name), added]
}
