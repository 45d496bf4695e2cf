// A plugin is asked in a process of its own before it is let into ours: there it may hang, end the process or change
// what all modules share, and harm nobody.
import { fork } from 'node:child_process'
import { join } from 'node:path'

/** What came of it. */
export interface Trial {
  /** Why the plugin may not even be loaded; it would harm the process. */
  readonly reason?: string
  /** What is wrong with what it contributes; gm itself says so of it when it is asked. */
  readonly flaw?: string
  readonly hints?: readonly string[]
  /** Whether the flaw is that it speaks another version of the contract. */
  readonly isOfVersion?: boolean
}

/** Milliseconds, of which two are what gm waits for an answer of a plugin that holds nothing up. */
const longest = 4000

/**
 * @param gm root folder of gm
 * @param root folder of the plugin
 * @param write whether a manifest is written where it has none
 */
export function tryPlugin(gm: string, root: string, write = false): Promise<Trial> {
  const program = join(gm, 'dist', 'bundle', 'plugins', 'trial-child.mjs')
  const child = fork(program, [root, ...(write ? ['write'] : [])], {
    stdio: 'ignore',
    timeout: longest,
    killSignal: 'SIGKILL',
  })
  return new Promise((resolve) => {
    let told: Trial | undefined
    child.once('message', (message) => {
      told ??= message as Trial
    })
    child.once('error', (error) => resolve({ reason: error.message }))
    child.once('exit', (code, signal) => resolve(told ?? { reason: ending(code, signal) }))
  })
}

function ending(code: number | null, signal: string | null): string {
  if (signal === 'SIGKILL') return `it does not come to an end within ${longest / 1000} seconds`
  return `it ends the process (${signal ?? `exit code ${String(code)}`})`
}
