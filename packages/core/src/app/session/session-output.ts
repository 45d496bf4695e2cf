// What the Session Manager plugin writes around the output of a command without a terminal: a line before it, and after
// it the exit code and another line. Only what is between them is the command's.
import type { Writable } from 'node:stream'

/** The first line, after an empty one. */
const head = /^\n?Starting session with SessionId: [^\n]*\n/
const tail = /EXIT_CODE: (\d+)\s*(Exiting session with sessionId: [^\n]*\s*)?$/
/** Characters that the head can have, and the tail: an id of a session has 96 at most. */
const longest = 300

/** Passes the command's output on as it comes, bytes as they are. */
export class SessionOutput {
  readonly #output: Writable
  /** What may still be head or tail. */
  #held = ''
  #isPastHead = false

  constructor(output: Writable) {
    this.#output = output
  }

  /** @param chunk of what the plugin writes */
  take(chunk: Buffer): void {
    this.#held += chunk.toString('latin1')
    if (!this.#isPastHead && this.#held.length < longest && !head.test(this.#held)) return
    this.#passHead()
    this.#write(this.#held.slice(0, -longest))
    this.#held = this.#held.slice(-longest)
  }

  /** @returns the exit code of the command; undefined where none was told */
  end(): number | undefined {
    this.#passHead()
    const found = tail.exec(this.#held)
    this.#write(found === null ? this.#held : this.#held.slice(0, found.index))
    return found === null ? undefined : Number(found[1])
  }

  #passHead(): void {
    if (!this.#isPastHead) this.#held = this.#held.replace(head, '')
    this.#isPastHead = true
  }

  #write(text: string): void {
    if (text !== '') this.#output.write(Buffer.from(text, 'latin1'))
  }
}
