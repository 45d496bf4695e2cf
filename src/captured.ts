// What would go to stdout, kept for an answer in JSON.
import { Writable } from 'node:stream'

/** Keeps what is written to it. */
export class Captured extends Writable {
  readonly #chunks: Buffer[] = []

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk)
    done()
  }

  /** All of it, as UTF-8. */
  get text(): string {
    return Buffer.concat(this.#chunks).toString()
  }
}
