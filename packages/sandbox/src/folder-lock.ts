// A lock between processes of one user: a folder that only one of them can make, with the number of its owner in it.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './is-alive.js'

/** A lock without its owner's number is taken to be given up after so long. */
const namelessMs = 10_000

/**
 * Takes the lock, also from an owner that is gone.
 * @param lock path of the folder, whose parent is there
 * @returns false when another process has it
 * @throws Error where no folder can be made there
 */
export async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    await writeFile(join(lock, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (await isStale(lock)) await releaseLock(lock)
    return false
  }
}

/** Gives it back. */
export async function releaseLock(lock: string): Promise<void> {
  await rm(lock, { recursive: true, force: true })
}

/** Whether the lock's owner is gone: its process is, or it went before it could write down its number. */
async function isStale(lock: string): Promise<boolean> {
  const owner = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => '0'))
  if (owner > 0) return !isAlive(owner)
  const made = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  )
  return Date.now() - made > namelessMs
}
