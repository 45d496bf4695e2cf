// All nodes of a run write their changes through one queue (a group commit): each change is durable when its promise
// resolves, changes that arrive while a write is under way share the next one. After a failed write nothing is written
// any more, so the document on disk is never older than what a node believes.
import type { Change } from '../state/node-records.js'
import type { Document } from '../state/document.js'
import { recordRuntime } from '../state/runtime.js'

/** Writes a document durably. */
export type Save = (document: Document) => Promise<void>

interface Waiting {
  readonly change: Change
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** The one writer of a run's document: changes in order, each durable when its promise resolves. */
export class StateWriter {
  readonly #save: Save
  readonly #now: () => string
  readonly #derive: (document: Document) => Document
  #document: Document
  #waiting: Waiting[] = []
  #writing = false
  #broken: { readonly error: unknown } | undefined

  /**
   * @param document as it is on disk
   * @param save writes it durably
   * @param now ISO instant
   * @param derive fields that follow from the rest of a document; must not throw
   */
  constructor(
    document: Document,
    save: Save,
    now: () => string,
    derive: (document: Document) => Document = (same) => same,
  ) {
    this.#document = document
    this.#save = save
    this.#now = now
    this.#derive = derive
  }

  /** The document as it is on disk. */
  get document(): Document {
    return this.#document
  }

  /** @returns when the change is durable; rejects when it could not be written */
  commit(change: Change): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject })
      void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    // Changes of the same tick go into one write.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0))
    this.#writing = false
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      if (this.#broken !== undefined) throw this.#broken.error
      const changed = batch.reduce((document, { change }) => change(document), this.#document)
      const at = this.#now()
      const stamped = { ...changed, revision: this.#document.revision + 1, updated_at: at }
      const next = this.#derive(recordRuntime(this.#document, stamped, at))
      await this.#save(next)
      this.#document = next
      for (const { resolve } of batch) resolve()
    } catch (error) {
      this.#broken = { error }
      for (const { reject } of batch) reject(error)
    }
  }
}
