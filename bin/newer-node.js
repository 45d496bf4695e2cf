// On a Node that is too old, the same command is run under the one that came along as an optional dependency.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { floor } from './node-floor.js'

/** Exit code of a usage error, as everywhere in gm. */
const usageError = 2

/**
 * Never returns: ends with the exit code of the command that it runs.
 * @param {URL} script what to run
 */
export async function runUnderNewerNode(script) {
  const node = bundledNode()
  if (node === undefined) refuse()
  const child = spawn(node, [fileURLToPath(script), ...process.argv.slice(2)], { stdio: 'inherit' })
  passSignalsTo(child)
  child.on('error', (error) => refuse(error))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
  await new Promise(() => undefined)
}

function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`)
    return join(dirname(manifest), 'bin', 'node')
  } catch {
    return undefined
  }
}

/**
 * Ctrl-C on a terminal reaches both processes by itself, and a second one would mean "leave at once"; so it is passed
 * on only where there is no terminal. This process must outlive it either way, to hand on the exit code.
 */
function passSignalsTo(child) {
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
}

function refuse(error) {
  const reason = error === undefined ? '' : ` (${error.message})`
  process.stderr.write(
    `gm needs Node.js ${floor} or newer; this is ${process.versions.node}${reason}.\nInstall a newer one from https://nodejs.org and run the command again.\n`,
  )
  process.exit(usageError)
}
