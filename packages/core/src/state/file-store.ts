// Documents as files: `deployments/<stack>.json`, replaced atomically, guarded by the revision, with a few earlier
// states kept under `backups/` for a person to look at.
import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import type { Document } from './document.js'
import { asStorageError, removeFile, replaceFile } from './durable-file.js'
import type { Store } from './store.js'

/** Folders that the store works in. */
export interface StoreFolders {
  readonly deployments: string
  readonly backups: string
}

const backupsKept = 10

/** A `Store` of files under `deployments/`, written atomically and guarded by their revision. */
export class FileStore implements Store {
  readonly #folders: StoreFolders

  constructor(folders: StoreFolders) {
    this.#folders = folders
  }

  async list(): Promise<string[]> {
    const files = await entries(this.#folders.deployments)
    return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length))
  }

  async load(name: string): Promise<Document | undefined> {
    const path = this.#path(name)
    const text = await readText(path)
    if (text === undefined) return undefined
    const [{ parseDocument }, backups] = await Promise.all([loadFormat(), this.#backups(name)])
    return parseDocument(text, { path, backups })
  }

  async save(document: Document): Promise<void> {
    const stored = await this.load(document.stack_name)
    if ((stored?.revision ?? 0) !== document.revision - 1) throw stale(document)
    await ensureFolder(this.#folders.deployments)
    if (stored !== undefined && stored.run === null) await this.#backUp(stored)
    await replaceFile(this.#path(document.stack_name), await serialised(document))
  }

  async remove(name: string): Promise<void> {
    await removeFile(this.#path(name))
    const rest = [...(await this.#backups(name)), ...(await this.#drafts(name))]
    await Promise.all(rest.map((path) => rm(path, { force: true })))
  }

  #path(name: string): string {
    return join(this.#folders.deployments, `${name}.json`)
  }

  // A state between runs is worth keeping; one in the middle of a run is not, and there are many of them.
  async #backUp(document: Document): Promise<void> {
    await ensureFolder(this.#folders.backups)
    const file = `${document.stack_name}.${String(document.revision).padStart(8, '0')}.json`
    await replaceFile(join(this.#folders.backups, file), await serialised(document))
    const old = (await this.#backups(document.stack_name)).slice(backupsKept)
    await Promise.all(old.map((path) => rm(path, { force: true })))
  }

  /** What processes that were killed while they wrote have left. */
  async #drafts(name: string): Promise<string[]> {
    const own = new RegExp(`^${name}(\\.\\d+)?\\.json\\..+\\.tmp$`)
    const { deployments, backups } = this.#folders
    const found = await Promise.all(
      [deployments, backups].map(async (folder) =>
        (await entries(folder)).filter((file) => own.test(file)).map((file) => join(folder, file)),
      ),
    )
    return found.flat()
  }

  /** Newest first. */
  async #backups(name: string): Promise<string[]> {
    const own = new RegExp(`^${name}\\.\\d+\\.json$`)
    const files = await entries(this.#folders.backups)
    return files
      .filter((file) => own.test(file))
      .toReversed()
      .map((file) => join(this.#folders.backups, file))
  }
}

/** To make the schema of documents takes longer than to know that there is none. */
function loadFormat() {
  return import('./document-format.js')
}

async function serialised(document: Document): Promise<string> {
  const { serialise } = await loadFormat()
  return serialise(document)
}

function stale(document: Document): GmError {
  return new GmError('STATE_STALE', `the state of ${document.stack_name} was changed by somebody else meanwhile`, {
    hints: [`gm status ${document.stack_name}`],
  })
}

async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw asStorageError(error, path)
  })
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw asStorageError(error, path)
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw asStorageError(error, folder)
  }
}
