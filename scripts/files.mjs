// Every file below a folder.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const never = new Set(['node_modules', '.git'])

/**
 * @param {string} folder an absolute path; one that does not exist holds nothing
 * @param {(path: string) => boolean} wanted
 * @returns {string[]} absolute paths, sorted
 */
export function files(folder, wanted = () => true) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return never.has(entry.name) ? [] : files(path, wanted)
      return wanted(path) ? [path] : []
    })
    .sort()
}
