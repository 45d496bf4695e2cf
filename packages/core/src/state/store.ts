// The port through which the engine keeps documents. A file today; the same promises hold for any other keeper.
import type { Document } from './document.js'

/** Keeps one document a stack. */
export interface Store {
  /** Names of the stacks that have a document, readable or not, sorted. */
  list(): Promise<string[]>
  /** @throws GmError STATE_CORRUPT, STATE_NEWER */
  load(name: string): Promise<Document | undefined>
  /**
   * Durable when it resolves. The document's revision must be one above the stored one.
   * @throws GmError STATE_STALE when somebody else wrote meanwhile, STORAGE_FULL, STORAGE_DENIED
   */
  save(document: Document): Promise<void>
  /** Durable when it resolves. */
  remove(name: string): Promise<void>
}
