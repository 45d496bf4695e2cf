// Replaces a file so that after a power cut there is the old content or the new, never a mixture and never nothing:
// write beside it, fsync, rename, fsync the folder. (write-file-atomic does neither the last step nor finish a short
// write on a full disk.)
import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GmError } from '@geuse/plugin-api'

/**
 * @param path file to replace; its folder must exist
 * @param text new content
 * @param mode permissions: those of its owner alone, unless it is a file of theirs that had others
 * @throws GmError STORAGE_FULL, STORAGE_DENIED; the old content is still there
 */
export async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  const beside = `${path}.${process.pid}.${randomUUID()}.tmp`
  try {
    await writeThrough(beside, text, mode)
    await rename(beside, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw asStorageError(error, path)
  }
}

/** Removes a file durably; one that is not there is no error. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
    await syncFolder(dirname(path))
  } catch (error) {
    throw asStorageError(error, path)
  }
}

/**
 * @param error what the file system said
 * @param path the file or folder that was worked on
 * @returns a GmError that names the path and the next step; anything unknown as it came
 */
export function asStorageError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GmError('STORAGE_FULL', `the disk that holds ${path} is full`, {
      cause: error,
      hints: ['free some space, then type the same command again'],
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return new GmError('STORAGE_DENIED', `${path} cannot be written (${code})`, {
      cause: error,
      hints: ['check its owner and mode, or set GEUSEMAKER_HOME to another folder'],
    })
  }
  return error
}

async function writeThrough(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
