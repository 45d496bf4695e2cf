// Texts for people to read, written to a folder of theirs.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asStorageError } from './durable-file.js'

/**
 * @param folder made when it is not there
 * @param texts by path in the folder
 * @throws GmError STORAGE_DENIED, STORAGE_FULL
 */
export async function writeTexts(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(texts)) {
    const file = join(folder, path)
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(file, text, { mode: 0o600 })
    } catch (error) {
      throw asStorageError(error, file)
    }
  }
}
