// Whether the files of an installed plugin are those that were installed: what is looked at when it is installed is
// what is loaded later, or it is not loaded.
import type { Interfaces } from '@oclif/core'
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { recordedPlugins } from './record.js'

/**
 * @param root folder of a package
 * @returns SHA-256 of its files and their names, packages that it depends on aside; undefined for a folder that npm
 * only links to, whose files change while somebody works on them
 */
export async function digestOf(root: string): Promise<string | undefined> {
  if ((await lstat(root)).isSymbolicLink()) return undefined
  const entries = await readdir(root, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .filter((path) => !/(?:^|[\\/])node_modules[\\/]/.test(path))
  const hash = createHash('sha256')
  for (const path of files.toSorted()) hash.update(`${path}\0`).update(sha256(await readFile(join(root, path))))
  return hash.digest('hex')
}

function sha256(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest()
}

/**
 * @param plugin as oclif found it
 * @param config oclif's
 * @returns whether its files are others than those that were installed; false where nobody wrote down which those were
 */
export async function isTampered({ name, root, type }: Interfaces.Plugin, config: Interfaces.Config): Promise<boolean> {
  if (type !== 'user') return false
  const { digest } = (await recordedPlugins(config.dataDir)).find((plugin) => plugin.name === name) ?? {}
  return digest !== undefined && (await digestOf(root)) !== digest
}
