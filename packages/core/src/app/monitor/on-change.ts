// The command that somebody wants to have run when something changes. It is theirs, and so is the shell that reads it;
// what was seen reaches it by variables alone, so that no text from AWS or from a service can become a command.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { programEnvironment } from '../../config/environment.js'
import type { Look } from './look.js'

/** Milliseconds after which the command is ended. */
const longest = 60_000

/**
 * Runs the command, its output on stderr.
 * @param command for the shell
 * @param look with at least one change
 * @returns why it failed; undefined where it did not
 */
export async function runOnChange(command: string, look: Look): Promise<string | undefined> {
  const env = programEnvironment(changeVariables(look))
  const child = spawn(command, { shell: true, env, stdio: ['ignore', 2, 2], timeout: longest })
  const [code, signal] = (await Promise.race([once(child, 'close'), once(child, 'error')])) as [unknown, unknown]
  if (code === 0) return undefined
  return `the command of --on-change ended with ${String(code instanceof Error ? code.message : (code ?? signal))}`
}

/** @returns what the command is told */
function changeVariables(look: Look): Record<string, string> {
  const { stack, at, verdict, url, changes } = look
  const before = changes.find(({ of }) => of === 'stack')?.from ?? verdict
  return {
    GM_STACK: stack,
    GM_AT: at,
    GM_VERDICT: verdict,
    GM_VERDICT_BEFORE: before,
    GM_URL: url?.address ?? '',
    GM_CHANGES: changes.map(({ of, from, to }) => `${of}: ${from} -> ${to}`).join('\n'),
    GM_LOOK: JSON.stringify(look),
  }
}
