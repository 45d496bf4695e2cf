// The file that a shell reads when it starts: somebody else's, so one line is added to its end, and nothing else of it
// is touched.
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GmError } from '@geuse/plugin-api'

/**
 * @param path of the file; it and its folder are made where they are missing
 * @param line to be in it
 * @returns whether it had to be added
 * @throws GmError STORAGE_DENIED with the line to be added by hand
 */
export async function addLine(path: string, line: string): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8').catch(absent)
    if (text.split(/\r?\n/).some((present) => present.trim() === line)) return false
    await mkdir(dirname(path), { recursive: true })
    await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`)
    return true
  } catch (error) {
    throw new GmError('STORAGE_DENIED', `${path} cannot be written`, { cause: error, hints: [`add to it: ${line}`] })
  }
}

function absent(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}
