// Where the repository is, and how its scripts run other programs.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** The Node that the repository brings along; the running one where there is none for this platform. */
export const node = (() => {
  const own = join(root, 'node_modules', '.bin', 'node')
  return existsSync(own) ? own : process.execPath
})()

/**
 * Runs a program in the repository's folder; what it prints goes to stderr, so that stdout stays for results.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {number} its exit code; 1 when it could not be started or a signal ended it
 */
export function run(program, args) {
  return runIn(root, program, args)
}

/** Like `run`, in another folder. */
export function runIn(folder, program, args) {
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`)
  return status ?? 1
}

/** Like `run` under the repository's Node, of a file in its folder. */
export function runNode(file, ...args) {
  return run(node, [join(root, file), ...args])
}
