// Changes of what is installed are made beside it, in a copy, and put in its place when all went well: whatever npm,
// the registry or the network does meanwhile, the plugins that worked before work after.
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import { changeRecord } from './record.js'

/** The record is put in place last: until then what is recorded is what was. */
const parts = ['node_modules', 'package-lock.json', 'package.json']

/**
 * @param dataDir oclif's data folder; made where it is missing
 * @param change what is done to the copy, which lies beside it so that relative paths stay true
 * @returns what the change returns, when the copy is in place
 * @throws GmError LOCKED while another gm changes plugins; what the change throws, with everything as it was
 */
export async function staged<T>(dataDir: string, change: (copy: string) => Promise<T>): Promise<T> {
  const copy = `${dataDir}.next`
  await mkdir(dataDir, { recursive: true })
  await begin(copy)
  try {
    await recover(dataDir)
    for (const part of parts) await copied(join(dataDir, part), join(copy, part))
    // Without one, npm takes a folder above for the one that is meant.
    await changeRecord(copy, (plugins) => plugins)
    const result = await change(copy)
    for (const part of parts) await replace(join(dataDir, part), join(copy, part))
    return result
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** Making the folder is what only one can do; one that is as old as that was left behind. */
async function begin(copy: string): Promise<void> {
  try {
    await mkdir(copy)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new GmError('LOCKED', 'another gm is changing plugins, or was killed while it did', {
      cause: error,
      hints: [`rm -r ${copy}, where none is running`],
    })
  }
}

/** A process that was killed between two renames leaves the old folder under its other name. */
async function recover(dataDir: string): Promise<void> {
  const [folder = ''] = parts
  await rename(before(join(dataDir, folder)), join(dataDir, folder)).catch(() => undefined)
}

function before(path: string): string {
  return `${path}.before`
}

async function copied(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true }).catch(unlessAbsent)
}

async function replace(path: string, by: string): Promise<void> {
  await rm(before(path), { recursive: true, force: true })
  await rename(path, before(path)).catch(unlessAbsent)
  await rename(by, path).catch(unlessAbsent)
  await rm(before(path), { recursive: true, force: true })
}

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
