// A file that only grows, for logs: made at the first line, mode 0600, each line written before the call returns, so
// that a crash loses nothing. It is never authoritative, so a full disk silences it and stops nothing.
import { appendFileSync } from 'node:fs'

/** Takes lines. */
export interface AppendFile {
  /** @param text with its line end */
  write(text: string): void
  /** What silenced it, if anything did. */
  readonly failure: unknown
}

/** @param path of the file; its folder must exist by the first line. @returns the file, not yet made */
export function appendFile(path: string): AppendFile {
  let failure: unknown
  return {
    write: (text) => {
      if (failure !== undefined) return
      try {
        appendFileSync(path, text, { mode: 0o600 })
      } catch (error) {
        failure = error
      }
    },
    get failure() {
      return failure
    },
  }
}
