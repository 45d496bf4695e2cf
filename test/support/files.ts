// Every file below a folder.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** @param folder that is there. @returns paths, sorted */
export function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
}
