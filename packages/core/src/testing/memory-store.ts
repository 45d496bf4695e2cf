// A store in memory with the promises of the real one: documents are checked, stale writers lose.
import { GmError } from '@geuse/plugin-api'
import { type Document, documentSchema } from '../state/document.js'
import type { Store } from '../state/store.js'

/** Documents in memory, as text: what is read is never what was handed in. */
export class MemoryStore implements Store {
  readonly #texts = new Map<string, string>()
  /** Called before and after each write. */
  readonly #around: () => Promise<void>

  /** @param around called before and after each write takes effect, e.g. to drop the process there */
  constructor(around: () => Promise<void> = async () => undefined) {
    this.#around = around
  }

  async list(): Promise<string[]> {
    return [...this.#texts.keys()].toSorted()
  }

  async load(name: string): Promise<Document | undefined> {
    const text = this.#texts.get(name)
    return text === undefined ? undefined : documentSchema.parse(JSON.parse(text))
  }

  async save(document: Document): Promise<void> {
    await this.#around()
    const stored = await this.load(document.stack_name)
    if ((stored?.revision ?? 0) !== document.revision - 1)
      throw new GmError('STATE_STALE', 'somebody else wrote meanwhile')
    this.#texts.set(document.stack_name, JSON.stringify(documentSchema.parse(document)))
    await this.#around()
  }

  async remove(name: string): Promise<void> {
    await this.#around()
    this.#texts.delete(name)
    await this.#around()
  }
}
